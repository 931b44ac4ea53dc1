-- Jobs join the caller's transaction. The queue's own tables belong to the login role; the app role may only add, and only for its workspace.

-- The queue announces each new job, and an announcement takes a lock over the whole database until the commit has reached the disk:
-- commits would wait for each other's disk one by one. So it says nothing here, and the app wakes the workers after the commit.
create schema house_silent;
create function house_silent.pg_notify(text, text) returns void language sql as '';

-- `jobs`: objects of task, payload, key, run_at, max, queue; each key at most once.
create function house.add_jobs(jobs jsonb)
  returns void language plpgsql security definer set search_path = house_silent, pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_jobs(array(
    select row(j.task, (j.payload || jsonb_build_object('workspace', current_setting('alongside.workspace')))::json, j.queue, coalesce(j.run_at, now()), j.max, j.key, null, null)::graphile_worker.job_spec
    from jsonb_to_recordset(jobs) as j(task text, payload jsonb, key text, run_at timestamptz, max smallint, queue text)));
end $$;
grant usage on schema house to alongside_app;
revoke all on function house.add_jobs from public;
grant execute on function house.add_jobs to alongside_app;
