ALTER TABLE device ENABLE ROW LEVEL SECURITY;
CREATE POLICY device_of_tenant ON device USING (tenant_id = current_setting('app.tenant')::int);
ALTER TABLE "user" ENABLE ROW LEVEL SECURITY;
CREATE POLICY user_of_tenant ON "user" USING (tenant_id = current_setting('app.tenant')::int);
