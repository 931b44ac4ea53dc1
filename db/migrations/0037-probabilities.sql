-- How likely two companies, or a customer and a company, are one, in thousandths. Null where it was found before this was told, where a person said so, or where nobody compared.
alter table company_pair add column probability integer check (probability between 0 and 1000);
alter table customer_list_row add column probability integer check (probability between 0 and 1000);
