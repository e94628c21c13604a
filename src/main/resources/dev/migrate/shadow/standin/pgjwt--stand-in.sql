-- A stand-in for pgjwt: signs and checks tokens with a shared secret, as the real one does.
do $extension$
declare
    member text;
begin
    -- What the prelude has made already becomes the extension's own, as it is on a real server.
    for member in
        select format('function %s', oid::regprocedure)
          from pg_catalog.pg_proc
         where pronamespace = '@extschema@'::regnamespace
               and proname in ('url_encode', 'url_decode', 'algorithm_sign', 'sign', 'verify')
    loop
        execute 'alter extension pgjwt add ' || member;
    end loop;
    if to_regprocedure('@extschema@.sign(json, text, text)') is not null then
        return;
    end if;

    create function @extschema@.url_encode(data bytea) returns text
        language sql immutable
        as $body$ select translate(encode($1, 'base64'), E'+/=\n', '-_') $body$;
    create function @extschema@.url_decode(data text) returns bytea
        language sql immutable
        as $body$
            select decode(translate($1, '-_', '+/') || repeat('=', (4 - length($1) % 4) % 4), 'base64')
        $body$;
    create function @extschema@.algorithm_sign(signables text, secret text, algorithm text) returns text
        language plpgsql immutable
        set search_path from current -- in which pgcrypto is, wherever that was put
        as $body$
        begin
            return @extschema@.url_encode(hmac($1, $2, case $3
                when 'HS256' then 'sha256'
                when 'HS384' then 'sha384'
                when 'HS512' then 'sha512'
                else '' end));
        end
        $body$;
    create function @extschema@.sign(payload json, secret text, algorithm text default 'HS256')
        returns text
        language plpgsql immutable
        as $body$
        declare
            signables text :=
                @extschema@.url_encode(convert_to(json_build_object('alg', $3, 'typ', 'JWT')::text, 'utf8'))
                || '.' || @extschema@.url_encode(convert_to($1::text, 'utf8'));
        begin
            return signables || '.' || @extschema@.algorithm_sign(signables, $2, $3);
        end
        $body$;
    create function @extschema@.verify(token text, secret text, algorithm text default 'HS256')
        returns table (header json, payload json, valid boolean)
        language plpgsql immutable
        as $body$
        declare
            part text[] := string_to_array($1, '.');
        begin
            return query select
                convert_from(@extschema@.url_decode(part[1]), 'utf8')::json,
                convert_from(@extschema@.url_decode(part[2]), 'utf8')::json,
                part[3] = @extschema@.algorithm_sign(part[1] || '.' || part[2], $2, $3);
        end
        $body$;
end
$extension$;
