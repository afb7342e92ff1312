INSERT INTO tenant (name, plan) VALUES ('demo', 'free');
INSERT INTO member (tenant_id, email, state) SELECT id, 'demo@example.org', 'active' FROM tenant WHERE name = 'demo';
INSERT INTO device (id, tenant_id, kind, label, last_seen) SELECT gen_random_uuid(), id, 'sensor', 'demo sensor', now() FROM tenant WHERE name = 'demo';
