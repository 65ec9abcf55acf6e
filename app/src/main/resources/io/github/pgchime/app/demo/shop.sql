CREATE SCHEMA shop;

CREATE TABLE shop.customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    points int NOT NULL DEFAULT 0
);

CREATE TABLE shop.stock (
    item text PRIMARY KEY,
    cents int NOT NULL,
    left_over int NOT NULL
);

CREATE TABLE shop.stations (
    id int PRIMARY KEY,
    brewing bigint
);

CREATE TABLE shop.orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer text NOT NULL,
    item text NOT NULL REFERENCES shop.stock,
    served boolean NOT NULL DEFAULT false
);

INSERT INTO shop.stock VALUES
    ('espresso', 250, 1000), ('cortado', 320, 1000), ('flat white', 390, 1000), ('mocha', 420, 1000),
    ('filter', 300, 1000), ('cascara', 350, 1000), ('croissant', 280, 1000), ('madeleine', 190, 1000);

INSERT INTO shop.stations VALUES (1), (2), (3);
