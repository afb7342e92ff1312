DROP TABLE _meta;
