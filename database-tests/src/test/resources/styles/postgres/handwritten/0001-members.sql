-- +goose Up
CREATE TABLE member (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL,
    joined date NOT NULL DEFAULT CURRENT_DATE,
    points int NOT NULL DEFAULT 0
);
CREATE TABLE team (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE team_member (team_id bigint REFERENCES team, member_id bigint REFERENCES member, PRIMARY KEY (team_id, member_id));
CREATE INDEX team_member_member ON team_member (member_id);
CREATE TYPE level AS ENUM ('bronze', 'silver', 'gold');
