CREATE TABLE tenant (
    id SERIAL NOT NULL,
    name VARCHAR(64) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE "user" (
    id SERIAL NOT NULL,
    tenant_id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    is_active BOOLEAN DEFAULT true NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(tenant_id) REFERENCES tenant (id)
);

CREATE INDEX ix_user_tenant_id ON "user" (tenant_id);
CREATE UNIQUE INDEX ix_user_email ON "user" (email);
