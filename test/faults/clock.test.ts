// The rehearsal's clock on a real database: forward only, and writing it as it is is not a step back.
import { expect, it } from 'vitest'
import { openPool } from '../../src/store/pool.ts'
import { freshDatabase } from '../support/postgres.ts'

it('a clock that is left as it is may be written again, also where a millisecond passes meanwhile; an earlier one never', async () => {
  const database = await freshDatabase()
  const pool = openPool(database.config, 2, () => {})
  await pool.query(`
    DO $$ BEGIN FOR round IN 1..20000 LOOP UPDATE instance SET offset_ms = offset_ms; END LOOP; END $$`)
  await expect(pool.query('UPDATE instance SET offset_ms = offset_ms - 1')).rejects.toThrow(
    'only goes forward',
  )
  await pool.end()
  await database.drop()
})
