DROP TABLE invoice;
DROP TABLE invoice_2023;
DROP TABLE customer;
