ALTER TABLE device ADD CONSTRAINT uq_device_label UNIQUE (tenant_id, label);
