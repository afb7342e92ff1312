CREATE UNIQUE INDEX CONCURRENTLY uq_member_tenant_email ON member (tenant_id, email);
