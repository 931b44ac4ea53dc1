-- Jobs join the caller's transaction. The queue's own tables belong to the login role; the app role may only add.
create function house.add_job(task text, payload jsonb, job_key text, run_at timestamptz, max_attempts integer, queue text)
  returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload::json, queue_name := queue, run_at := coalesce(run_at, now()), job_key := job_key, max_attempts := max_attempts);
end $$;
grant usage on schema house to alongside_app;
revoke all on function house.add_job from public;
grant execute on function house.add_job to alongside_app;
