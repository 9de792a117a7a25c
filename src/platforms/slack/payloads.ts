// The shapes of Slack's payloads as far as they are read, and whether one may come in: its shape, its team, its app; leaves what it asks to inbound.ts.
import { z } from 'zod'
import type { Verdict } from './receiving/receiver.ts'

const id = z.string().min(1).max(255)
const person = z.object({ id, team_id: id.nullish() })
const team = z.object({ id }).nullish()
/** Which team and app a payload is for; in Slack Connect ours may stand in any of these. */
const addressed = z.object({
  api_app_id: id.optional(),
  team,
  team_id: id.nullish(),
  context_team_id: id.nullish(),
  enterprise: z.object({ id }).nullish(),
  enterprise_id: id.nullish(),
  authorizations: z
    .array(z.object({ team_id: id.nullish(), enterprise_id: id.nullish() }))
    .nullish(),
  view: z.object({ app_installed_team_id: id.nullish() }).nullish(),
  user: z.object({ team_id: id.nullish() }).nullish().catch(undefined),
})

export const slashCommand = z.object({
  command: id,
  text: z.string().max(40_000).default(''),
  user_id: id,
  team_id: id,
  channel_id: id,
  trigger_id: id,
  response_url: z.string().max(2_000).optional(),
})

export const blockActions = z.object({
  type: z.literal('block_actions'),
  user: person,
  team,
  trigger_id: id,
  response_url: z.string().max(2_000).optional(),
  channel: z.object({ id }).nullish(),
  container: z.object({
    message_ts: id.optional(),
    view_id: id.optional(),
    thread_ts: id.optional(),
  }),
  actions: z
    .array(
      z.object({
        action_id: z.string().max(255),
        action_ts: z.string().max(32),
        value: z.string().max(2_000).optional(),
      }),
    )
    .min(1)
    .max(100),
})

export const viewSubmission = z.object({
  type: z.literal('view_submission'),
  user: person,
  team,
  trigger_id: id.optional(),
  view: z
    .object({ id, hash: id, state: z.object({ values: z.record(z.string(), z.unknown()) }) })
    .loose(),
})

export const messageAction = z.object({
  type: z.literal('message_action'),
  user: person,
  team,
  trigger_id: id,
  response_url: z.string().max(2_000).optional(),
  channel: z.object({ id }),
  message: z.object({ text: z.string().max(100_000).default('') }),
})

export const eventCallback = z.object({
  type: z.literal('event_callback'),
  event_id: id,
  team_id: id.nullish(),
  event: z.looseObject({ type: id }),
})

/** Slack sends less of a file that it does not give away; what is missing here is refused when the file is to be read. */
const sharedFile = z.object({
  name: z.string().max(1_000).catch(''),
  size: z.number().int().min(0).catch(0),
  mode: z.string().optional().catch(undefined),
  file_access: z.string().optional().catch(undefined),
  is_external: z.boolean().catch(false),
  url_private_download: z.string().max(2_000).optional().catch(undefined),
})

/** A file as it is shared in a message. */
export type SharedFile = z.infer<typeof sharedFile>

export const messageEvent = z.object({
  type: z.enum(['app_mention', 'message']),
  user: id,
  user_team: id.nullish(),
  team: id.nullish(),
  text: z.string().max(100_000).default(''),
  channel: id,
  channel_type: z.string().optional(),
  ts: id,
  thread_ts: id.optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  edited: z.unknown().optional(),
  files: z.array(sharedFile).default([]).catch([]),
})

export const homeEvent = z.object({
  type: z.literal('app_home_opened'),
  user: id,
  tab: z.string().optional(),
})

/** Whose payloads come in: our app, and our team or the organisation it belongs to. */
export type Address = { readonly team: string; readonly appId: string | undefined }

/** Judges shape and address before anything else sees a payload. B8, B9: 400; B10: 403. */
export function admit(body: unknown, { team: ours, appId }: Address): Verdict {
  const read = addressed.safeParse(body)
  if (!read.success || !isRecord(body)) return { status: 400, reason: 'shape' }
  const { data } = read
  if (appId !== undefined && data.api_app_id !== undefined && data.api_app_id !== appId) {
    return { status: 403, reason: 'another app' }
  }
  const teams = [
    ...[data.team?.id, data.team_id, data.context_team_id, data.user?.team_id],
    ...[data.enterprise?.id, data.enterprise_id, data.view?.app_installed_team_id],
    ...(data.authorizations ?? []).flatMap((one) => [one.team_id, one.enterprise_id]),
  ]
  if (!teams.includes(ours)) {
    const named = teams.some((one) => one !== undefined && one !== null)
    return named ? { status: 403, reason: 'another team' } : { status: 400, reason: 'no team' }
  }
  return schemaOf(body).safeParse(body).success
    ? { status: 200, reason: '' }
    : { status: 400, reason: 'shape' }
}

function isRecord(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
}

/** What the kind of payload has to have; kinds that we do not ask for pass, and are answered as outdated. */
function schemaOf(body: Readonly<Record<string, unknown>>): z.ZodType {
  if ('command' in body) return slashCommand
  switch (body['type']) {
    case 'block_actions':
      return blockActions
    case 'view_submission':
      return viewSubmission
    case 'message_action':
      return messageAction
    case 'event_callback':
      return eventCallback
    default:
      return z.object({ type: id })
  }
}
