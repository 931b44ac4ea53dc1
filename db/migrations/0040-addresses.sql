-- Where a company is and how it is called by telephone, as it was written. What imports kept of these as further columns stays there and
-- counts where the columns say nothing.
alter table company add column street text check (street <> '');
alter table company add column zip text check (zip <> '');
alter table company add column city text check (city <> '');
alter table company add column phone text check (phone <> '');
