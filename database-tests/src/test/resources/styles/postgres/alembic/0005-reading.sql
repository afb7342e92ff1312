CREATE TABLE reading (
    device_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (device_id, at),
    FOREIGN KEY(device_id) REFERENCES device (id)
);
