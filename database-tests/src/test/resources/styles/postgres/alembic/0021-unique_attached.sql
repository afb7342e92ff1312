ALTER TABLE member ADD CONSTRAINT uq_member_tenant_email UNIQUE USING INDEX uq_member_tenant_email;
