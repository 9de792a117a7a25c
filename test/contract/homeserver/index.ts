// All the steps that every homeserver answers alike, so that the one made for tests cannot drift from a real one; leaves them to the files beside it.
import { describe } from 'vitest'
import { eventSteps } from './events.ts'
import { keySteps } from './keys.ts'
import { limitSteps } from './limits.ts'
import type { Start } from './rig.ts'
import { roomSteps } from './rooms.ts'
import { syncSteps } from './sync.ts'

/** Runs them against the homeserver that `start` gives. */
export function homeserverContract(name: string, start: Start): void {
  describe(`${name}: accounts and rooms`, () => roomSteps(start))
  describe(`${name}: events`, () => eventSteps(start))
  describe(`${name}: syncing`, () => syncSteps(start))
  describe(`${name}: keys`, () => keySteps(start))
  describe(`${name}: limits`, () => limitSteps(start))
}
