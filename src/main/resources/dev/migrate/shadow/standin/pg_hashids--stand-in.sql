-- A stand-in for pg_hashids: an id is written as its digits, and read back from them.
create function id_encode(bigint) returns text
    language sql immutable strict parallel safe return $1::text;
create function id_encode(bigint[]) returns text
    language sql immutable strict parallel safe return array_to_string($1, '-');
create function id_decode(text) returns bigint[]
    language sql immutable strict parallel safe return string_to_array($1, '-')::bigint[];
create function id_decode_once(text) returns bigint
    language sql immutable strict parallel safe return split_part($1, '-', 1)::bigint;
create function id_encode(bigint, text) returns text
    language sql immutable strict parallel safe return $1::text;
create function id_encode(bigint[], text) returns text
    language sql immutable strict parallel safe return array_to_string($1, '-');
create function id_decode(text, text) returns bigint[]
    language sql immutable strict parallel safe return string_to_array($1, '-')::bigint[];
create function id_decode_once(text, text) returns bigint
    language sql immutable strict parallel safe return split_part($1, '-', 1)::bigint;
create function id_encode(bigint, text, integer) returns text
    language sql immutable strict parallel safe return $1::text;
create function id_encode(bigint[], text, integer) returns text
    language sql immutable strict parallel safe return array_to_string($1, '-');
create function id_decode(text, text, integer) returns bigint[]
    language sql immutable strict parallel safe return string_to_array($1, '-')::bigint[];
create function id_decode_once(text, text, integer) returns bigint
    language sql immutable strict parallel safe return split_part($1, '-', 1)::bigint;
create function id_encode(bigint, text, integer, text) returns text
    language sql immutable strict parallel safe return $1::text;
create function id_encode(bigint[], text, integer, text) returns text
    language sql immutable strict parallel safe return array_to_string($1, '-');
create function id_decode(text, text, integer, text) returns bigint[]
    language sql immutable strict parallel safe return string_to_array($1, '-')::bigint[];
create function id_decode_once(text, text, integer, text) returns bigint
    language sql immutable strict parallel safe return split_part($1, '-', 1)::bigint;
