// What travels in buttons and modals and comes back from outside: read by schema into maps without a prototype, whatever it is.
import { z } from 'zod'

/** A name that a verb, an argument or a field can have. */
export const nameSchema = z.string().regex(/^[a-z][\w-]{0,63}$/i)

/** A command with its arguments, as a button or a modal carries it. */
export const askSchema = z.object({
  v: z.literal(1),
  verb: nameSchema,
  args: z.record(nameSchema, z.string()),
})

/** The data of a text that claims to be JSON of this shape; nothing if it is longer than allowed or anything else. */
export function readPayload<T>(schema: z.ZodType<T>, text: string, most: number): T | undefined {
  if (text.length > most) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** The same entries in a map that inherits nothing, so that no name finds what nobody put there. */
export function bare(entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.assign(Object.create(null), entries)
}
