-- The time zone a person has chosen, by its name in the IANA database; without one the installation's.
ALTER TABLE users ADD COLUMN time_zone TEXT;
