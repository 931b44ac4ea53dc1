-- How a session began: shown in the list of sessions, and a fresh one by mail may set a forgotten password anew.
alter table identity.session add column method text not null default 'link' check (method in ('setup', 'link', 'passkey', 'password'));
create index sign_in_link_person on identity.sign_in_link (person_id);
