// What the Matrix adapter keeps on a real PostgreSQL: private rooms and dialogues of each connection by itself, and what a gap hid on record.
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PrismaClient } from '../../src/store/generated/client.ts'
import { createMatrixKeeping } from '../../src/store/matrix.ts'
import { openPool, openPrisma } from '../../src/store/pool.ts'
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts'

const ANNA = '@anna:example.org'
const ROOM = '!AbCdEf:example.org'

let database: FreshDatabase
let pool: pg.Pool
let prisma: PrismaClient

beforeEach(async () => {
  database = await freshDatabase()
  pool = openPool(database.config, 2, () => {})
  prisma = openPrisma(pool)
})
afterEach(async () => {
  await prisma.$disconnect()
  await pool.end()
  await database.drop()
})

describe('the private rooms', () => {
  test('are kept by account, each connection by itself, and a later one replaces the first', async () => {
    const [bund, land] = ['matrix-bund', 'matrix-land'].map((id) => createMatrixKeeping(prisma, id))
    expect(await bund?.room(ANNA)).toBeUndefined()
    await bund?.setRoom(ANNA, ROOM)
    await land?.setRoom(ANNA, ROOM)
    await bund?.setRoom(ANNA, '!other')
    expect(await bund?.room(ANNA)).toBe('!other')
    expect(await land?.room(ANNA)).toBe(ROOM)
    expect(await bund?.room('@Anna:example.org')).toBeUndefined()
  })

  test('are of one account alone: what is for one person never goes to another', async () => {
    const keeping = createMatrixKeeping(prisma, 'matrix')
    await keeping.setRoom(ANNA, ROOM)
    await expect(keeping.setRoom('@bert:example.org', ROOM)).rejects.toThrow()
    expect(await keeping.room('@bert:example.org')).toBeUndefined()
  })
})

describe('a dialogue', () => {
  test('goes on where it was, and is gone when it has ended', async () => {
    const keeping = createMatrixKeeping(prisma, 'matrix')
    expect(await keeping.dialogue(ROOM)).toBeUndefined()
    await keeping.setDialogue(ROOM, '{"step":1}')
    await keeping.setDialogue(ROOM, '{"step":2}')
    expect(await keeping.dialogue(ROOM)).toBe('{"step":2}')
    expect(await createMatrixKeeping(prisma, 'other').dialogue(ROOM)).toBeUndefined()
    await keeping.setDialogue(ROOM, undefined)
    await keeping.setDialogue(ROOM, undefined)
    expect(await keeping.dialogue(ROOM)).toBeUndefined()
  })
})

describe('what was read back after a gap', () => {
  test('is on record once, with the ids of the requests and nobody’s name', async () => {
    const keeping = createMatrixKeeping(prisma, 'matrix')
    await keeping.recordRecovered(['$one', '$two'])
    await keeping.recordRecovered(['$one', '$two'])
    await keeping.recordRecovered(['$three'])
    const entries = await prisma.auditEntry.findMany({ where: { kind: 'requests.recovered' } })
    const requests = entries.map(({ body }) => JSON.parse(body).requests).sort()
    expect(requests).toEqual([['$one', '$two'], ['$three']])
  })
})
