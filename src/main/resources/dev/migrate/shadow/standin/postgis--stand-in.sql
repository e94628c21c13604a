-- A stand-in for postgis: geometry and geography with their type modifiers, the common functions, operators and an
-- operator class for GiST, so that migrations run. Values are kept as they are written; what would be calculated from
-- them is null, or true where a check may ask for it.

-- Type modifiers ----------------------------------------------------------------------------------------------------
-- The number is the one of the real type: type, dimensions and SRID packed into bits. To be written as text again it has
-- to be found by a function in C that we do not have; enum_out() looks a number up in pg_enum and writes the label that
-- stands there. So each modifier in use is a label of an enum, and its number is the label's oid.
create type stand_in_modifier as enum ();

create function stand_in_modifier_of(parts text[], geographic boolean) returns integer
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
    as $body$
    declare
        kinds text[] := array['Geometry', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString',
            'MultiPolygon', 'GeometryCollection', 'CircularString', 'CompoundCurve', 'CurvePolygon', 'MultiCurve',
            'MultiSurface', 'PolyhedralSurface', 'Triangle', 'Tin'];
        given text := upper(btrim(parts[1]));
        dimensions text := coalesce(substring(given from '(ZM|Z|M)$'), '');
        kind integer := array_position(array(select upper(k) from unnest(kinds) k),
                                       regexp_replace(given, '(ZM|Z|M)$', '')) - 1;
        srid integer := coalesce(parts[2]::integer, case when geographic then 4326 else 0 end);
        number integer;
        label text;
    begin
        if kind is null then
            raise exception using errcode = '22023', message = format('Invalid geometry type modifier: %s', parts[1]);
        end if;
        number := (srid << 8) | (kind << 2) | case when dimensions like 'Z%' then 2 else 0 end
                  | case when dimensions like '%M' then 1 else 0 end;
        if number = 0 then
            return -1;
        end if;
        label := '(' || kinds[kind + 1] || dimensions || case when srid > 0 then ',' || srid else '' end || ')';
        insert into pg_catalog.pg_enum (oid, enumtypid, enumsortorder, enumlabel)
        select number::oid, '@extschema@.stand_in_modifier'::regtype, number, label
         where not exists (select from pg_catalog.pg_enum where oid = number::oid);
        return number;
    end
    $body$;

create type geometry;
create type geography;
create function geometry_in(cstring) returns geometry
    language internal immutable strict parallel safe as 'textin';
create function geometry_out(geometry) returns cstring
    language internal immutable strict parallel safe as 'textout';
create function geometry_recv(internal) returns geometry
    language internal immutable strict parallel safe as 'textrecv';
create function geometry_send(geometry) returns bytea
    language internal immutable strict parallel safe as 'textsend';
create function geometry_typmod_in(cstring[]) returns integer
    language internal volatile strict parallel safe as 'array_cardinality';
create function postgis_typmod_out(integer) returns cstring
    language internal stable strict parallel safe as 'enum_out';
create function geography_in(cstring, oid, integer) returns geography
    language internal immutable strict parallel safe as 'textin';
create function geography_out(geography) returns cstring
    language internal immutable strict parallel safe as 'textout';
create function geography_recv(internal, oid, integer) returns geography
    language internal immutable strict parallel safe as 'textrecv';
create function geography_send(geography) returns bytea
    language internal immutable strict parallel safe as 'textsend';
create function geography_typmod_in(cstring[]) returns integer
    language internal volatile strict parallel safe as 'array_cardinality';
create type geometry (
    input = geometry_in, output = geometry_out, receive = geometry_recv, send = geometry_send,
    typmod_in = geometry_typmod_in, typmod_out = postgis_typmod_out, delimiter = ':',
    storage = main);
create type geography (
    input = geography_in, output = geography_out, receive = geography_recv, send = geography_send,
    typmod_in = geography_typmod_in, typmod_out = postgis_typmod_out, delimiter = ':',
    storage = main);
-- No function in SQL may be declared with cstring[]; it may very well be called with one.
update pg_catalog.pg_proc
   set prolang = (select oid from pg_catalog.pg_language where lanname = 'sql'), proparallel = 'u',
       prosrc = format('select @extschema@.stand_in_modifier_of(string_to_array(array_to_string($1, '',''), '',''), %s)',
                       (proname = 'geography_typmod_in')::text)
 where oid in ('geometry_typmod_in(cstring[])'::regprocedure, 'geography_typmod_in(cstring[])'::regprocedure);

create function geometry(geometry, integer, boolean) returns geometry
    language sql immutable strict parallel safe return $1;
create function geography(geography, integer, boolean) returns geography
    language sql immutable strict parallel safe return $1;
create cast (geometry as geometry) with function geometry(geometry, integer, boolean) as implicit;
create cast (geography as geography) with function geography(geography, integer, boolean) as implicit;
-- All of them are texts inside, so these need no function.
create cast (geography as geometry) without function;
create cast (geometry as geography) without function as implicit;
create cast (text as geometry) without function as implicit;
create cast (geometry as text) without function as implicit;
create function geometry(bytea) returns geometry
    language sql immutable strict parallel safe return encode($1, 'hex')::geometry;
create function bytea(geometry) returns bytea
    language sql immutable strict parallel safe return convert_to($1::text, 'UTF8');
create function geometry(point) returns geometry
    language sql immutable strict parallel safe return format('POINT(%s %s)', $1[0], $1[1])::geometry;
create cast (bytea as geometry) with function geometry(bytea) as implicit;
create cast (geometry as bytea) with function bytea(geometry) as implicit;
create cast (point as geometry) with function geometry(point);

create type box2d;
create function box2d_in(cstring) returns box2d language internal immutable strict parallel safe as 'textin';
create function box2d_out(box2d) returns cstring language internal immutable strict parallel safe as 'textout';
create type box2d (input = box2d_in, output = box2d_out);
create type box3d;
create function box3d_in(cstring) returns box3d language internal immutable strict parallel safe as 'textin';
create function box3d_out(box3d) returns cstring language internal immutable strict parallel safe as 'textout';
create type box3d (input = box3d_in, output = box3d_out);
create type geometry_dump as (path integer[], geom geometry);
create type valid_detail as (valid boolean, reason varchar, location geometry);

-- What is known of the shapes of a database -------------------------------------------------------------------------
create table spatial_ref_sys (
    srid integer not null primary key check (srid > 0 and srid <= 998999),
    auth_name varchar(256),
    auth_srid integer,
    srtext varchar(2048),
    proj4text varchar(2048)
);
create view geometry_columns as
    select null::varchar(256) as f_table_catalog, null::name as f_table_schema, null::name as f_table_name,
           null::name as f_geometry_column, null::integer as coord_dimension, null::integer as srid,
           null::varchar(30) as type
     where false;
create view geography_columns as
    select null::name as f_table_catalog, null::name as f_table_schema, null::name as f_table_name,
           null::name as f_geography_column, null::integer as coord_dimension, null::integer as srid,
           null::text as type
     where false;

-- Functions ---------------------------------------------------------------------------------------------------------
-- Those that make a shape of numbers or of a text write it down.
create function st_makepoint(double precision, double precision) returns geometry
    language sql immutable strict parallel safe return format('POINT(%s %s)', $1, $2)::geometry;
create function st_makepoint(double precision, double precision, double precision) returns geometry
    language sql immutable strict parallel safe return format('POINT Z (%s %s %s)', $1, $2, $3)::geometry;
create function st_point(double precision, double precision) returns geometry
    language sql immutable strict parallel safe return format('POINT(%s %s)', $1, $2)::geometry;
create function st_point(double precision, double precision, srid integer) returns geometry
    language sql immutable strict parallel safe return format('SRID=%s;POINT(%s %s)', $3, $1, $2)::geometry;
create function st_setsrid(geom geometry, srid integer) returns geometry
    language sql immutable strict parallel safe
    return format('SRID=%s;%s', $2, regexp_replace($1::text, '^SRID=[0-9]+;', ''))::geometry;
create function st_srid(geom geometry) returns integer
    language sql immutable strict parallel safe
    return coalesce(substring($1::text from '^SRID=([0-9]+);')::integer, 0);
create function st_x(geometry) returns double precision
    language sql immutable strict parallel safe
    return substring($1::text from 'POINT[ ZM]*\(([-0-9.eE]+)')::double precision;
create function st_y(geometry) returns double precision
    language sql immutable strict parallel safe
    return substring($1::text from 'POINT[ ZM]*\([-0-9.eE]+ ([-0-9.eE]+)')::double precision;
create function st_astext(geometry) returns text
    language sql immutable strict parallel safe return regexp_replace($1::text, '^SRID=[0-9]+;', '');
create function st_astext(geography) returns text
    language sql immutable strict parallel safe return regexp_replace($1::geometry::text, '^SRID=[0-9]+;', '');
create function st_asewkt(geometry) returns text
    language sql immutable strict parallel safe return $1::text;
create function st_geogfromtext(text) returns geography
    language sql immutable strict parallel safe return $1::geometry::geography;
create function st_geographyfromtext(text) returns geography
    language sql immutable strict parallel safe return $1::geometry::geography;

do $functions$
declare
    made record;
begin
    -- A text that becomes a shape.
    for made in
        select unnest(array['st_geomfromtext', 'st_geometryfromtext', 'st_geomfromewkt', 'st_geomfromgeojson', 'st_geomfromkml',
                            'st_geomfromgml', 'st_geomfromgeohash', 'st_pointfromtext', 'st_linefromtext',
                            'st_polygonfromtext', 'st_polyfromtext', 'st_mpolyfromtext', 'st_mlinefromtext',
                            'st_mpointfromtext', 'st_pointfromgeohash']) as name
    loop
        execute format('create function %I(text) returns geometry language sql immutable strict parallel safe'
                       ' return $1::geometry', made.name);
        if made.name not in ('st_geomfromewkt', 'st_geomfromgeojson') then
            execute format('create function %I(text, integer) returns geometry language sql immutable strict'
                           ' parallel safe return format(''SRID=%%s;%%s'', $2, $1)::geometry', made.name);
        end if;
    end loop;
    create function st_geomfromgeojson(jsonb) returns geometry
        language sql immutable strict parallel safe return $1::text::geometry;
    create function st_geomfromgeojson(json) returns geometry
        language sql immutable strict parallel safe return $1::text::geometry;

    -- Those that change nothing that we could show: the shape itself is what comes back.
    for made in
        select *
          from (values
                ('st_transform', 'geometry, integer'), ('st_transform', 'geometry, text'), ('st_transform', 'geometry, text, integer'),
                ('st_makevalid', 'geometry'), ('st_makevalid', 'geometry, text'), ('st_force2d', 'geometry'),
                ('st_force3d', 'geometry, double precision default 0'), ('st_force3dz', 'geometry, double precision default 0'),
                ('st_force4d', 'geometry'), ('st_multi', 'geometry'), ('st_simplify', 'geometry, double precision'),
                ('st_simplify', 'geometry, double precision, boolean'),
                ('st_simplifypreservetopology', 'geometry, double precision'), ('st_snaptogrid', 'geometry, double precision'),
                ('st_reverse', 'geometry'), ('st_flipcoordinates', 'geometry'), ('st_normalize', 'geometry'),
                ('st_segmentize', 'geometry, double precision'), ('st_reduceprecision', 'geometry, double precision'),
                ('st_linemerge', 'geometry'), ('st_unaryunion', 'geometry'), ('st_forcerhr', 'geometry'),
                ('st_forcepolygoncw', 'geometry'), ('st_forcepolygonccw', 'geometry'),
                ('st_collectionextract', 'geometry'), ('st_collectionextract', 'geometry, integer'),
                ('st_translate', 'geometry, double precision, double precision'),
                ('st_scale', 'geometry, double precision, double precision'), ('st_rotate', 'geometry, double precision'),
                ('st_shiftlongitude', 'geometry'), ('st_removerepeatedpoints', 'geometry, double precision default 0')
               ) as made (name, arguments)
    loop
        execute format('create function %I(%s) returns geometry language sql immutable strict parallel safe'
                       ' return $1', made.name, made.arguments);
    end loop;

    -- What would have to be calculated.
    for made in
        select *
          from (values
                ('geometry', 'st_centroid', 'geometry'), ('geometry', 'st_pointonsurface', 'geometry'),
                ('geometry', 'st_envelope', 'geometry'), ('geometry', 'st_boundary', 'geometry'),
                ('geometry', 'st_convexhull', 'geometry'), ('geometry', 'st_concavehull', 'geometry, double precision, boolean default false'),
                ('geometry', 'st_exteriorring', 'geometry'), ('geometry', 'st_startpoint', 'geometry'), ('geometry', 'st_endpoint', 'geometry'),
                ('geometry', 'st_geometryn', 'geometry, integer'), ('geometry', 'st_pointn', 'geometry, integer'),
                ('geometry', 'st_interiorringn', 'geometry, integer'),
                ('geometry', 'st_buffer', 'geometry, double precision'), ('geometry', 'st_buffer', 'geometry, double precision, text'),
                ('geometry', 'st_buffer', 'geometry, double precision, integer'),
                ('geography', 'st_buffer', 'geography, double precision'), ('geography', 'st_centroid', 'geography, boolean default true'),
                ('geometry', 'st_intersection', 'geometry, geometry'), ('geometry', 'st_intersection', 'geometry, geometry, double precision'),
                ('geometry', 'st_difference', 'geometry, geometry'), ('geometry', 'st_difference', 'geometry, geometry, double precision'),
                ('geometry', 'st_symdifference', 'geometry, geometry'),
                ('geometry', 'st_union', 'geometry, geometry'), ('geometry', 'st_union', 'geometry[]'),
                ('geometry', 'st_collect', 'geometry, geometry'), ('geometry', 'st_collect', 'geometry[]'),
                ('geometry', 'st_makeline', 'geometry, geometry'), ('geometry', 'st_makeline', 'geometry[]'),
                ('geometry', 'st_makepolygon', 'geometry'), ('geometry', 'st_polygon', 'geometry, integer'),
                ('geometry', 'st_polygonize', 'geometry[]'),
                ('geometry', 'st_makeenvelope', 'double precision, double precision, double precision, double precision, integer default 0'),
                ('geometry', 'st_tileenvelope', 'zoom integer, x integer, y integer, bounds geometry default null, margin double precision default 0'),
                ('geometry', 'st_asmvtgeom', 'geom geometry, bounds box2d, extent integer default 4096, buffer integer default 256, clip_geom boolean default true'),
                ('geometry', 'st_closestpoint', 'geometry, geometry'), ('geometry', 'st_shortestline', 'geometry, geometry'),
                ('geometry', 'st_longestline', 'geometry, geometry'), ('geometry', 'st_lineinterpolatepoint', 'geometry, double precision'),
                ('geometry', 'st_linesubstring', 'geometry, double precision, double precision'),
                ('geometry', 'st_offsetcurve', 'geometry, double precision, text default '''''), ('geometry', 'st_snap', 'geometry, geometry, double precision'),
                ('geometry', 'st_generatepoints', 'geometry, integer'), ('geometry', 'st_expand', 'geometry, double precision'),
                ('geometry', 'st_geomfromwkb', 'bytea'), ('geometry', 'st_geomfromwkb', 'bytea, integer'), ('geometry', 'st_geomfromewkb', 'bytea'),
                ('geography', 'st_geogfromwkb', 'bytea'), ('geography', 'st_project', 'geography, double precision, double precision'),
                ('geography', 'st_segmentize', 'geography, double precision'), ('geography', 'st_intersection', 'geography, geography'),
                ('box2d', 'box2d', 'geometry'), ('box3d', 'box3d', 'geometry'), ('box2d', 'st_makebox2d', 'geometry, geometry'),
                ('double precision', 'st_distance', 'geometry, geometry'), ('double precision', 'st_distance', 'geography, geography, use_spheroid boolean default true'),
                ('double precision', 'st_distancesphere', 'geometry, geometry'), ('double precision', 'st_distancespheroid', 'geometry, geometry'),
                ('double precision', 'st_3ddistance', 'geometry, geometry'), ('double precision', 'st_maxdistance', 'geometry, geometry'),
                ('double precision', 'st_hausdorffdistance', 'geometry, geometry'), ('double precision', 'st_frechetdistance', 'geometry, geometry'),
                ('double precision', 'st_area', 'geometry'), ('double precision', 'st_area', 'geography, use_spheroid boolean default true'),
                ('double precision', 'st_length', 'geometry'), ('double precision', 'st_length', 'geography, use_spheroid boolean default true'),
                ('double precision', 'st_perimeter', 'geometry'), ('double precision', 'st_perimeter', 'geography, use_spheroid boolean default true'),
                ('double precision', 'st_azimuth', 'geometry, geometry'), ('double precision', 'st_azimuth', 'geography, geography'),
                ('double precision', 'st_angle', 'geometry, geometry'), ('double precision', 'st_linelocatepoint', 'geometry, geometry'),
                ('double precision', 'st_z', 'geometry'), ('double precision', 'st_m', 'geometry'),
                ('double precision', 'st_xmin', 'box3d'), ('double precision', 'st_ymin', 'box3d'),
                ('double precision', 'st_xmax', 'box3d'), ('double precision', 'st_ymax', 'box3d'),
                ('double precision', 'st_xmin', 'geometry'), ('double precision', 'st_ymin', 'geometry'),
                ('double precision', 'st_xmax', 'geometry'), ('double precision', 'st_ymax', 'geometry'),
                ('integer', 'st_npoints', 'geometry'), ('integer', 'st_numpoints', 'geometry'), ('integer', 'st_numgeometries', 'geometry'),
                ('integer', 'st_nrings', 'geometry'), ('integer', 'st_numinteriorrings', 'geometry'), ('integer', 'st_dimension', 'geometry'),
                ('smallint', 'st_ndims', 'geometry'), ('smallint', 'st_coorddim', 'geometry'),
                ('text', 'st_geometrytype', 'geometry'), ('text', 'geometrytype', 'geometry'), ('text', 'geometrytype', 'geography'),
                ('text', 'st_geohash', 'geometry, integer default 0'), ('text', 'st_geohash', 'geography, integer default 0'), ('text', 'st_asgeojson', 'geometry, integer default 9, integer default 8'),
                ('text', 'st_asgeojson', 'geography, integer default 9, integer default 0'), ('text', 'st_askml', 'geometry, integer default 15'),
                ('text', 'st_asgml', 'geometry, integer default 15'), ('text', 'st_assvg', 'geometry, integer default 0, integer default 15'),
                ('text', 'st_ashexewkb', 'geometry'), ('text', 'st_aslatlontext', 'geometry, text default '''''), ('text', 'st_relate', 'geometry, geometry'),
                ('text', 'st_isvalidreason', 'geometry'), ('valid_detail', 'st_isvaliddetail', 'geometry'),
                ('bytea', 'st_asbinary', 'geometry'), ('bytea', 'st_asbinary', 'geography'), ('bytea', 'st_asewkb', 'geometry'),
                ('bytea', 'st_astwkb', 'geometry, integer default 0')
               ) as made (result, name, arguments)
    loop
        execute format('create function %I(%s) returns %s language sql immutable parallel safe return null::%s',
                       made.name, made.arguments, made.result, made.result);
    end loop;

    -- Questions: yes, so that a check on a column lets rows pass.
    for made in
        select unnest(array['st_intersects', 'st_contains', 'st_within', 'st_covers', 'st_coveredby', 'st_overlaps',
                            'st_touches', 'st_crosses', 'st_disjoint', 'st_equals', 'st_containsproperly',
                            'st_3dintersects', 'st_orderingequals']) as name
    loop
        execute format('create function %I(geometry, geometry) returns boolean language sql immutable strict'
                       ' parallel safe return true', made.name);
    end loop;
    for made in select unnest(array['st_intersects', 'st_covers', 'st_coveredby']) as name loop
        execute format('create function %I(geography, geography) returns boolean language sql immutable strict'
                       ' parallel safe return true', made.name);
    end loop;
    create function st_dwithin(geometry, geometry, double precision) returns boolean
        language sql immutable strict parallel safe return true;
    create function st_dwithin(geography, geography, double precision, use_spheroid boolean default true) returns boolean
        language sql immutable strict parallel safe return true;
    create function st_relate(geometry, geometry, text) returns boolean
        language sql immutable strict parallel safe return true;
    for made in
        select unnest(array['st_isvalid', 'st_issimple', 'st_isclosed', 'st_isring', 'st_iscollection']) as name
    loop
        execute format('create function %I(geometry) returns boolean language sql immutable strict parallel safe'
                       ' return true', made.name);
    end loop;
    create function st_isempty(geometry) returns boolean
        language sql immutable strict parallel safe return $1::text ~* 'empty';
end
$functions$;

create function st_dump(geometry) returns setof geometry_dump
    language sql immutable strict parallel safe begin atomic select array[1], $1; end;
create function st_dumppoints(geometry) returns setof geometry_dump
    language sql immutable strict parallel safe begin atomic select array[1], $1; end;
create function st_dumprings(geometry) returns setof geometry_dump
    language sql immutable strict parallel safe begin atomic select array[1], $1; end;
create function stand_in_first(geometry, geometry) returns geometry
    language sql immutable parallel safe return coalesce($1, $2);
create aggregate st_union(geometry) (sfunc = stand_in_first, stype = geometry);
create aggregate st_collect(geometry) (sfunc = stand_in_first, stype = geometry);
create aggregate st_makeline(geometry) (sfunc = stand_in_first, stype = geometry);
create aggregate st_memunion(geometry) (sfunc = stand_in_first, stype = geometry);
create function stand_in_extent(box2d, geometry) returns box2d
    language sql immutable parallel safe return $1;
create aggregate st_extent(geometry) (sfunc = stand_in_extent, stype = box2d);
create function stand_in_tile(bytea, anyelement) returns bytea
    language sql immutable parallel safe as $body$ select coalesce($1, ''::bytea) $body$;
create aggregate st_asmvt(anyelement) (sfunc = stand_in_tile, stype = bytea);
create function stand_in_tile(bytea, anyelement, text) returns bytea
    language sql immutable parallel safe as $body$ select coalesce($1, ''::bytea) $body$;
create aggregate st_asmvt(anyelement, text) (sfunc = stand_in_tile, stype = bytea);

create function postgis_version() returns text language sql immutable return '3.5 USE_GEOS=1 USE_PROJ=1 USE_STATS=1';
create function postgis_full_version() returns text language sql immutable return 'POSTGIS="stand-in"';
create function postgis_lib_version() returns text language sql immutable return 'stand-in';
create function find_srid(varchar, varchar, varchar) returns integer language sql immutable return 0;
create function updategeometrysrid(varchar, varchar, integer) returns text language sql return null::text;
create function addgeometrycolumn(
    table_name varchar, column_name varchar, new_srid integer, new_type varchar, new_dim integer,
    use_typmod boolean default true)
    returns text
    language plpgsql
    as $body$
    begin
        execute format('alter table %I add column %I @extschema@.geometry(%s,%s)', $1, $2, $4, $3);
        return $1 || '.' || $2 || ' SRID:' || $3 || ' TYPE:' || $4 || ' DIMS:' || $5;
    end
    $body$;
create function addgeometrycolumn(
    schema_name varchar, table_name varchar, column_name varchar, new_srid integer, new_type varchar, new_dim integer,
    use_typmod boolean default true)
    returns text
    language plpgsql
    as $body$
    begin
        execute format('alter table %I.%I add column %I @extschema@.geometry(%s,%s)', $1, $2, $3, $5, $4);
        return $1 || '.' || $2 || '.' || $3 || ' SRID:' || $4 || ' TYPE:' || $5 || ' DIMS:' || $6;
    end
    $body$;

-- Operators and operator classes ------------------------------------------------------------------------------------
do $operators$
declare
    kind text;
    operator record;
begin
    foreach kind in array array['geometry', 'geography'] loop
        execute format($sql$
            create function %1$s_lt(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'bytealt';
            create function %1$s_le(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteale';
            create function %1$s_eq(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteaeq';
            create function %1$s_ge(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteage';
            create function %1$s_gt(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteagt';
            create function %1$s_cmp(%1$I, %1$I) returns integer
                language internal immutable strict parallel safe as 'byteacmp';
            create function %1$s_hash(%1$I) returns integer
                language internal immutable strict parallel safe as 'hashvarlena';
            create function %1$s_overlaps(%1$I, %1$I) returns boolean
                language internal immutable strict parallel safe as 'byteaeq';
            create function %1$s_distance_knn(%1$I, %1$I) returns double precision
                language sql immutable strict parallel safe return 0::double precision;
            create operator < (leftarg = %1$I, rightarg = %1$I, function = %1$s_lt, commutator = >, negator = >=);
            create operator <= (leftarg = %1$I, rightarg = %1$I, function = %1$s_le, commutator = >=, negator = >);
            create operator = (leftarg = %1$I, rightarg = %1$I, function = %1$s_eq, commutator = =,
                restrict = eqsel, join = eqjoinsel, hashes, merges);
            create operator >= (leftarg = %1$I, rightarg = %1$I, function = %1$s_ge, commutator = <=, negator = <);
            create operator > (leftarg = %1$I, rightarg = %1$I, function = %1$s_gt, commutator = <, negator = <=);
            create operator && (leftarg = %1$I, rightarg = %1$I, function = %1$s_overlaps, commutator = &&);
            create operator <-> (leftarg = %1$I, rightarg = %1$I, function = %1$s_distance_knn, commutator = <->);
            create operator class btree_%1$s_ops default for type %1$I using btree as
                operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >,
                function 1 %1$s_cmp(%1$I, %1$I);
            create operator class hash_%1$s_ops default for type %1$I using hash as
                operator 1 =, function 1 %1$s_hash(%1$I);
            $sql$, kind);
    end loop;
    for operator in
        select *
          from (values
                ('<#>', 'geometry_distance_box', 'double precision'), ('@', 'geometry_within', 'boolean'),
                ('~', 'geometry_contains', 'boolean'), ('~=', 'geometry_same', 'boolean'),
                ('&&&', 'geometry_overlaps_nd', 'boolean'), ('<<', 'geometry_left', 'boolean'),
                ('>>', 'geometry_right', 'boolean'), ('<<|', 'geometry_below', 'boolean'),
                ('|>>', 'geometry_above', 'boolean'), ('|=|', 'geometry_distance_cpa', 'double precision')
               ) as operator (name, function, result)
    loop
        execute format('create function %I(geometry, geometry) returns %s language sql immutable strict parallel safe'
                       ' return %s', operator.function, operator.result,
                       case operator.result when 'boolean' then 'true' else '0::double precision' end);
        execute format('create operator %s (leftarg = geometry, rightarg = geometry, function = %I)',
                       operator.name, operator.function);
    end loop;
end
$operators$;

-- GiST over the functions of btree_gist for byte strings, which every installation has: what they call equality is &&.
create type box2df;
create function box2df_in(cstring) returns box2df language internal immutable strict parallel safe as 'byteain';
create function box2df_out(box2df) returns cstring language internal immutable strict parallel safe as 'byteaout';
create type box2df (input = box2df_in, output = box2df_out, internallength = variable, storage = plain);
create function stand_in_gist_consistent(internal, geometry, smallint, oid, internal) returns boolean
    language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_consistent';
create function stand_in_gist_compress(internal) returns internal
    language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_compress';
create function stand_in_gist_decompress(internal) returns internal
    language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_var_decompress';
create function stand_in_gist_penalty(internal, internal, internal) returns internal
    language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_penalty';
create function stand_in_gist_picksplit(internal, internal) returns internal
    language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_picksplit';
create function stand_in_gist_union(internal, internal) returns box2df
    language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_union';
create function stand_in_gist_same(box2df, box2df, internal) returns internal
    language c immutable strict parallel safe as '$libdir/btree_gist', 'gbt_bytea_same';
do $classes$
declare
    class record;
begin
    for class in
        select *
          from (values
                ('gist_geometry_ops_2d', 'default', 'geometry'), ('gist_geometry_ops_nd', '', 'geometry'),
                ('gist_geography_ops', 'default', 'geography')
               ) as class (name, preferred, type)
    loop
        execute format(
            'create operator class %I %s for type %I using gist as storage box2df, operator 3 &&,'
            ' function 1 stand_in_gist_consistent(internal, geometry, smallint, oid, internal),'
            ' function 2 stand_in_gist_union(internal, internal), function 3 stand_in_gist_compress(internal),'
            ' function 4 stand_in_gist_decompress(internal),'
            ' function 5 stand_in_gist_penalty(internal, internal, internal),'
            ' function 6 stand_in_gist_picksplit(internal, internal),'
            ' function 7 stand_in_gist_same(box2df, box2df, internal)',
            class.name, class.preferred, class.type);
    end loop;
end
$classes$;
