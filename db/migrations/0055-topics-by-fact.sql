-- The topics of a fact are read from this index alone. The key, which has the topic before the fact, looked cheaper while the table was
-- small: whoever planned then went through all topics of the workspace for each fact that was told.
drop index plan_fact_topic_fact;
create index plan_fact_topic_fact on plan_fact_topic (workspace_id, fact_id, topic);
