-- A stand-in for pgvector: its types, operators, functions, casts, access methods and operator classes, so that
-- migrations run. Values are kept as they are written, dimensions are not checked, and an index answers no search for
-- neighbours. Bodies are written as RETURN, because those do not depend on a search_path.

-- Types -------------------------------------------------------------------------------------------------------------
-- Texts inside, with the number of dimensions as type modifier.
do $types$
declare
    kind text;
begin
    foreach kind in array array['vector', 'halfvec', 'sparsevec'] loop
        execute format($sql$
            create type %1$I;
            create function %1$s_in(cstring, oid, integer) returns %1$I
                language internal immutable strict parallel safe as 'textin';
            create function %1$s_out(%1$I) returns cstring
                language internal immutable strict parallel safe as 'textout';
            create function %1$s_recv(internal, oid, integer) returns %1$I
                language internal stable strict parallel safe as 'textrecv';
            create function %1$s_send(%1$I) returns bytea
                language internal stable strict parallel safe as 'textsend';
            create function %1$s_typmod_in(cstring[]) returns integer
                language internal immutable strict parallel safe as 'bittypmodin';
            create type %1$I (
                input = %1$s_in, output = %1$s_out, receive = %1$s_recv, send = %1$s_send,
                typmod_in = %1$s_typmod_in, storage = external);
            create function %1$I(%1$I, integer, boolean) returns %1$I
                language sql immutable strict parallel safe return $1;
            create cast (%1$I as %1$I) with function %1$I(%1$I, integer, boolean) as implicit;
            create function %1$s_lt(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'bytealt';
            create function %1$s_le(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteale';
            create function %1$s_eq(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteaeq';
            create function %1$s_ne(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteane';
            create function %1$s_ge(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteage';
            create function %1$s_gt(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteagt';
            create function %1$s_cmp(%1$I, %1$I) returns integer
                language internal immutable strict parallel safe as 'byteacmp';
            create function %1$s_hash(%1$I) returns integer
                language internal immutable strict parallel safe as 'hashvarlena';
            create operator < (leftarg = %1$I, rightarg = %1$I, function = %1$s_lt,
                commutator = >, negator = >=, restrict = scalarltsel, join = scalarltjoinsel);
            create operator <= (leftarg = %1$I, rightarg = %1$I, function = %1$s_le,
                commutator = >=, negator = >, restrict = scalarlesel, join = scalarlejoinsel);
            create operator = (leftarg = %1$I, rightarg = %1$I, function = %1$s_eq,
                commutator = =, negator = <>, restrict = eqsel, join = eqjoinsel);
            create operator <> (leftarg = %1$I, rightarg = %1$I, function = %1$s_ne,
                commutator = <>, negator = =, restrict = eqsel, join = eqjoinsel);
            create operator >= (leftarg = %1$I, rightarg = %1$I, function = %1$s_ge,
                commutator = <=, negator = <, restrict = scalargesel, join = scalargejoinsel);
            create operator > (leftarg = %1$I, rightarg = %1$I, function = %1$s_gt,
                commutator = <, negator = <=, restrict = scalargtsel, join = scalargtjoinsel);
            create operator class %1$s_ops default for type %1$I using btree as
                operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >,
                function 1 %1$s_cmp(%1$I, %1$I);
            $sql$, kind);
    end loop;
end
$types$;

-- What a value says, as numbers. A sparse one, {1:0.5,3:2}/5, is read by its places.
create function stand_in_numbers(vector) returns double precision[]
    language sql immutable strict parallel safe
    return translate($1::text, '[] ', '{}')::double precision[];
create function stand_in_numbers(halfvec) returns double precision[]
    language sql immutable strict parallel safe
    return translate($1::text, '[] ', '{}')::double precision[];
create function stand_in_numbers(sparsevec) returns double precision[]
    language sql immutable strict parallel safe
    return (select array_agg(coalesce(given.value, 0) order by place)
              from generate_series(1, split_part($1::text, '/', 2)::integer) as place
                   left join (select split_part(pair, ':', 1)::integer as at, split_part(pair, ':', 2)::double precision as value
                                from unnest(string_to_array(btrim(split_part($1::text, '/', 1), '{} '), ',')) as pair
                               where pair <> '') as given on given.at = place);
create function stand_in_text(double precision[]) returns text
    language sql immutable strict parallel safe
    return translate($1::text, '{}', '[]');

-- Functions and operators -------------------------------------------------------------------------------------------
do $functions$
declare
    kind text;
begin
    foreach kind in array array['vector', 'halfvec', 'sparsevec'] loop
        execute format($sql$
            create function l2_distance(%1$I, %1$I) returns double precision
                language sql immutable strict parallel safe
                return (select sqrt(sum((a - b) * (a - b)))
                          from unnest(stand_in_numbers($1), stand_in_numbers($2)) as pair(a, b));
            create function inner_product(%1$I, %1$I) returns double precision
                language sql immutable strict parallel safe
                return (select sum(a * b) from unnest(stand_in_numbers($1), stand_in_numbers($2)) as pair(a, b));
            create function cosine_distance(%1$I, %1$I) returns double precision
                language sql immutable strict parallel safe
                return (select 1 - case when length > 0 then greatest(-1, least(1, product / length)) else 'NaN' end
                          from (select sum(a * b), sqrt(sum(a * a)) * sqrt(sum(b * b))
                                  from unnest(stand_in_numbers($1), stand_in_numbers($2)) as pair(a, b))
                               as summed(product, length));
            create function l1_distance(%1$I, %1$I) returns double precision
                language sql immutable strict parallel safe
                return (select sum(abs(a - b)) from unnest(stand_in_numbers($1), stand_in_numbers($2)) as pair(a, b));
            create function %1$s_l2_squared_distance(%1$I, %1$I) returns double precision
                language sql immutable strict parallel safe
                return l2_distance($1, $2) * l2_distance($1, $2);
            create function %1$s_negative_inner_product(%1$I, %1$I) returns double precision
                language sql immutable strict parallel safe
                return - inner_product($1, $2);
            create function l2_norm(%1$I) returns double precision
                language sql immutable strict parallel safe
                return (select sqrt(sum(a * a)) from unnest(stand_in_numbers($1)) as one(a));
            create operator <-> (leftarg = %1$I, rightarg = %1$I, function = l2_distance, commutator = <->);
            create operator <#> (leftarg = %1$I, rightarg = %1$I, function = %1$s_negative_inner_product, commutator = <#>);
            create operator <=> (leftarg = %1$I, rightarg = %1$I, function = cosine_distance, commutator = <=>);
            create operator <+> (leftarg = %1$I, rightarg = %1$I, function = l1_distance, commutator = <+>);
            $sql$, kind);
    end loop;
    foreach kind in array array['vector', 'halfvec'] loop
        execute format($sql$
            create function vector_dims(%1$I) returns integer
                language sql immutable strict parallel safe
                return cardinality(stand_in_numbers($1));
            create function l2_normalize(%1$I) returns %1$I
                language sql immutable strict parallel safe
                return stand_in_text((select array_agg(a / nullif(l2_norm($1), 0) order by n)
                                        from unnest(stand_in_numbers($1)) with ordinality as one(a, n)))::%1$I;
            create function subvector(%1$I, integer, integer) returns %1$I
                language sql immutable strict parallel safe
                return stand_in_text((stand_in_numbers($1))[$2 : $2 + $3 - 1])::%1$I;
            create function binary_quantize(%1$I) returns bit
                language sql immutable strict parallel safe
                return (select string_agg(case when a > 0 then '1' else '0' end, '' order by n)
                          from unnest(stand_in_numbers($1)) with ordinality as one(a, n))::varbit::bit;
            create function %1$s_add(%1$I, %1$I) returns %1$I
                language sql immutable strict parallel safe
                return stand_in_text((select array_agg(a + b order by n)
                    from unnest(stand_in_numbers($1), stand_in_numbers($2)) with ordinality as pair(a, b, n)))::%1$I;
            create function %1$s_sub(%1$I, %1$I) returns %1$I
                language sql immutable strict parallel safe
                return stand_in_text((select array_agg(a - b order by n)
                    from unnest(stand_in_numbers($1), stand_in_numbers($2)) with ordinality as pair(a, b, n)))::%1$I;
            create function %1$s_mul(%1$I, %1$I) returns %1$I
                language sql immutable strict parallel safe
                return stand_in_text((select array_agg(a * b order by n)
                    from unnest(stand_in_numbers($1), stand_in_numbers($2)) with ordinality as pair(a, b, n)))::%1$I;
            create function %1$s_concat(%1$I, %1$I) returns %1$I
                language sql immutable strict parallel safe
                return stand_in_text(stand_in_numbers($1) || stand_in_numbers($2))::%1$I;
            create operator + (leftarg = %1$I, rightarg = %1$I, function = %1$s_add, commutator = +);
            create operator - (leftarg = %1$I, rightarg = %1$I, function = %1$s_sub);
            create operator * (leftarg = %1$I, rightarg = %1$I, function = %1$s_mul, commutator = *);
            create operator || (leftarg = %1$I, rightarg = %1$I, function = %1$s_concat);
            create function %1$s_accum(double precision[], %1$I) returns double precision[]
                language sql immutable strict parallel safe
                return array[$1[1] + 1] || (select array_agg(coalesce(a, 0) + b order by n)
                    from unnest($1[2:], stand_in_numbers($2)) with ordinality as pair(a, b, n));
            create function %1$s_avg(double precision[]) returns %1$I
                language sql immutable strict parallel safe
                return case when $1[1] > 0 then stand_in_text((select array_agg(a / $1[1] order by n)
                    from unnest($1[2:]) with ordinality as one(a, n)))::%1$I end;
            create aggregate avg(%1$I) (
                sfunc = %1$s_accum, stype = double precision[], finalfunc = %1$s_avg, initcond = '{0}', parallel = safe);
            create aggregate sum(%1$I) (sfunc = %1$s_add, stype = %1$I, parallel = safe);
            $sql$, kind);
    end loop;
end
$functions$;

create function vector_norm(vector) returns double precision
    language sql immutable strict parallel safe
    return l2_norm($1);
create function vector_spherical_distance(vector, vector) returns double precision
    language sql immutable strict parallel safe
    return acos(greatest(-1, least(1, 1 - cosine_distance($1, $2)))) / pi();
create function hamming_distance(bit, bit) returns double precision
    language sql immutable strict parallel safe
    return bit_count($1 # $2);
create function jaccard_distance(bit, bit) returns double precision
    language sql immutable strict parallel safe
    return 1 - bit_count($1 & $2)::double precision / nullif(bit_count($1 | $2), 0);
create function stand_in_hash(bit) returns integer
    language internal immutable strict parallel safe as 'hashvarlena';
create operator <~> (leftarg = bit, rightarg = bit, function = hamming_distance, commutator = <~>);
create operator <%> (leftarg = bit, rightarg = bit, function = jaccard_distance, commutator = <%>);

-- Casts -------------------------------------------------------------------------------------------------------------
do $casts$
declare
    kind text;
    numbers text;
begin
    foreach kind in array array['vector', 'halfvec', 'sparsevec'] loop
        foreach numbers in array array['integer', 'real', 'double precision', 'numeric'] loop
            execute format($sql$
                create function array_to_%1$s(%2$s[], integer, boolean) returns %1$I
                    language sql immutable strict parallel safe
                    return case '%1$s' when 'sparsevec'
                        then (select '{' || coalesce(string_agg(n || ':' || a, ',' order by n) filter (where a <> 0), '')
                                     || '}/' || cardinality($1)
                                from unnest($1) with ordinality as one(a, n))
                        else translate($1::text, '{}', '[]') end::%1$I;
                create cast (%2$s[] as %1$I) with function array_to_%1$s(%2$s[], integer, boolean) as assignment;
                $sql$, kind, numbers);
        end loop;
    end loop;
    foreach kind in array array['vector', 'halfvec'] loop
        execute format($sql$
            create function %1$s_to_float4(%1$I, integer, boolean) returns real[]
                language sql immutable strict parallel safe
                return stand_in_numbers($1)::real[];
            create function %1$s_to_sparsevec(%1$I, integer, boolean) returns sparsevec
                language sql immutable strict parallel safe
                return array_to_sparsevec(stand_in_numbers($1), $2, $3);
            create function sparsevec_to_%1$s(sparsevec, integer, boolean) returns %1$I
                language sql immutable strict parallel safe
                return stand_in_text(stand_in_numbers($1))::%1$I;
            $sql$, kind);
    end loop;
end
$casts$;
create function vector_to_halfvec(vector, integer, boolean) returns halfvec
    language sql immutable strict parallel safe return $1::text::halfvec;
create function halfvec_to_vector(halfvec, integer, boolean) returns vector
    language sql immutable strict parallel safe return $1::text::vector;
create cast (vector as real[]) with function vector_to_float4(vector, integer, boolean) as implicit;
create cast (halfvec as real[]) with function halfvec_to_float4(halfvec, integer, boolean) as assignment;
create cast (vector as halfvec) with function vector_to_halfvec(vector, integer, boolean) as assignment;
create cast (halfvec as vector) with function halfvec_to_vector(halfvec, integer, boolean) as implicit;
create cast (vector as sparsevec) with function vector_to_sparsevec(vector, integer, boolean) as implicit;
create cast (sparsevec as vector) with function sparsevec_to_vector(sparsevec, integer, boolean) as assignment;
create cast (halfvec as sparsevec) with function halfvec_to_sparsevec(halfvec, integer, boolean) as implicit;
create cast (sparsevec as halfvec) with function sparsevec_to_halfvec(sparsevec, integer, boolean) as assignment;

-- Access methods ----------------------------------------------------------------------------------------------------
-- Hash indexes under other names: those take values of any length, and vectors are long. They know none of the
-- options lists, m and ef_construction.
create function ivfflathandler(internal) returns index_am_handler language internal as 'hashhandler';
create function hnswhandler(internal) returns index_am_handler language internal as 'hashhandler';
create access method ivfflat type index handler ivfflathandler;
create access method hnsw type index handler hnswhandler;

do $classes$
declare
    class record;
begin
    for class in
        select *
          from (values
                ('vector_l2_ops', 'default', 'vector', 'ivfflat'), ('vector_ip_ops', '', 'vector', 'ivfflat'),
                ('vector_cosine_ops', '', 'vector', 'ivfflat'), ('halfvec_l2_ops', 'default', 'halfvec', 'ivfflat'),
                ('halfvec_ip_ops', '', 'halfvec', 'ivfflat'), ('halfvec_cosine_ops', '', 'halfvec', 'ivfflat'),
                ('bit_hamming_ops', 'default', 'bit', 'ivfflat'),
                ('vector_l2_ops', '', 'vector', 'hnsw'), ('vector_ip_ops', '', 'vector', 'hnsw'),
                ('vector_cosine_ops', '', 'vector', 'hnsw'), ('vector_l1_ops', '', 'vector', 'hnsw'),
                ('halfvec_l2_ops', '', 'halfvec', 'hnsw'), ('halfvec_ip_ops', '', 'halfvec', 'hnsw'),
                ('halfvec_cosine_ops', '', 'halfvec', 'hnsw'), ('halfvec_l1_ops', '', 'halfvec', 'hnsw'),
                ('sparsevec_l2_ops', '', 'sparsevec', 'hnsw'), ('sparsevec_ip_ops', '', 'sparsevec', 'hnsw'),
                ('sparsevec_cosine_ops', '', 'sparsevec', 'hnsw'), ('sparsevec_l1_ops', '', 'sparsevec', 'hnsw'),
                ('bit_hamming_ops', '', 'bit', 'hnsw'), ('bit_jaccard_ops', '', 'bit', 'hnsw')
               ) as class (name, preferred, type, method)
    loop
        execute format(
            'create operator class %1$I %2$s for type %3$s using %4$I as operator 1 =, function 1 %5$s(%3$s)',
            class.name, class.preferred, class.type, class.method,
            case class.type when 'bit' then 'stand_in_hash' else class.type || '_hash' end);
    end loop;
end
$classes$;
