CREATE TYPE devicekind AS ENUM ('sensor', 'gateway');

CREATE TABLE device (
    id UUID NOT NULL,
    tenant_id INTEGER NOT NULL,
    kind devicekind NOT NULL,
    label VARCHAR,
    attributes JSON DEFAULT '{}' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT fk_device_tenant FOREIGN KEY(tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
);

CREATE INDEX ix_device_tenant_id ON device (tenant_id);
