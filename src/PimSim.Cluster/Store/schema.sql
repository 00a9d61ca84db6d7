-- Tables of PimSim clusters in PostgreSQL; made where they are missing. "scope" is the cluster's name and the fingerprint of its secret.
CREATE TABLE IF NOT EXISTS pimsim_hold (
    cluster text NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (cluster, name)
);

CREATE TABLE IF NOT EXISTS pimsim_result (
    scope text NOT NULL,
    point text NOT NULL,
    value bytea NOT NULL,
    written timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, point)
);

CREATE TABLE IF NOT EXISTS pimsim_attempt (
    scope text NOT NULL,
    sweep text NOT NULL,
    point text NOT NULL,
    attempts integer NOT NULL,
    worker text NOT NULL,
    error text NOT NULL DEFAULT '',
    written timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, sweep, point)
);

CREATE TABLE IF NOT EXISTS pimsim_file (
    scope text NOT NULL,
    hash text NOT NULL,
    part integer NOT NULL,
    is_last boolean NOT NULL,
    bytes bytea NOT NULL,
    written timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, hash, part)
);

CREATE TABLE IF NOT EXISTS pimsim_membership (
    cluster text PRIMARY KEY,
    version integer NOT NULL
);

CREATE TABLE IF NOT EXISTS pimsim_member (
    cluster text NOT NULL,
    silo text NOT NULL,
    status integer NOT NULL,
    alive timestamptz NOT NULL,
    etag integer NOT NULL,
    entry text NOT NULL,
    PRIMARY KEY (cluster, silo)
);
