-- A fee for each day that a tool is late, 0 for most of them. Written in the SQL editor, hence its own transaction.

BEGIN;

ALTER TABLE public.tools ADD COLUMN late_fee numeric(6, 2) NOT NULL DEFAULT 0 CHECK (late_fee >= 0);
COMMENT ON COLUMN public.tools.late_fee IS 'For each day after the due date; 0: none is asked.';

CREATE FUNCTION public.fee_of(loan public.loans) RETURNS numeric
    LANGUAGE sql STABLE
    SET search_path = ''
    AS $$
    SELECT greatest(coalesce(loan.returned_on, current_date) - loan.due_on, 0) * t.late_fee
      FROM public.tools t
     WHERE t.id = loan.tool_id
$$;

COMMIT;

-- Rollback Script
/*
DROP FUNCTION public.fee_of(public.loans);
ALTER TABLE public.tools DROP COLUMN late_fee;
*/
