-- Reminders: what was sent, how far its posts follow, who is away, and what was put off. Rows are only ever added.

-- CreateTable
CREATE TABLE "reminder" (
    "n" BIGSERIAL NOT NULL,
    "matter" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "due_number" INTEGER NOT NULL,
    "people" TEXT[],
    "office" BOOLEAN NOT NULL,
    "person" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("n")
);

-- CreateTable
CREATE TABLE "reminder_posted" (
    "matter" TEXT NOT NULL,
    "n" BIGINT NOT NULL,

    CONSTRAINT "reminder_posted_pkey" PRIMARY KEY ("matter")
);

-- CreateTable
CREATE TABLE "absence" (
    "n" BIGSERIAL NOT NULL,
    "person" TEXT NOT NULL,
    "first_day" TEXT NOT NULL,
    "last_day" TEXT NOT NULL,
    "away" BOOLEAN NOT NULL,
    "entered_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "absence_pkey" PRIMARY KEY ("n")
);

-- CreateTable
CREATE TABLE "snooze" (
    "n" BIGSERIAL NOT NULL,
    "matter" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "until_day" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "entered_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "snooze_pkey" PRIMARY KEY ("n")
);

-- CreateIndex
CREATE INDEX "reminder_matter_n_idx" ON "reminder"("matter", "n");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_matter_party_stage_key" ON "reminder"("matter", "party", "stage");

-- CreateIndex
CREATE INDEX "absence_person_idx" ON "absence"("person");

-- CreateIndex
CREATE INDEX "snooze_matter_idx" ON "snooze"("matter");

-- What was written stays.
CREATE TRIGGER reminder_append_only BEFORE UPDATE OR DELETE ON reminder FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reminder_append_only_truncate BEFORE TRUNCATE ON reminder FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER absence_append_only BEFORE UPDATE OR DELETE ON absence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER absence_append_only_truncate BEFORE TRUNCATE ON absence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER snooze_append_only BEFORE UPDATE OR DELETE ON snooze FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER snooze_append_only_truncate BEFORE TRUNCATE ON snooze FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
