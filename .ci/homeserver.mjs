// Puts the real homeserver and the foreign client that tests talk to into SYNAPSE_CACHE, so that what cannot be had fails here and not in the middle of a test.
import { nioPython, synapsePython } from '../test/support/python.ts'

for (const made of [synapsePython, nioPython]) console.log(await made())
