// Calls an app over HTTP with requests made beforehand, on a thread of its own and with as little work as a caller can have; leaves what the requests say to slack-clicks.ts.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { parentPort, Worker, workerData } from 'node:worker_threads'

/** Whole requests, one list for each caller; each waits for its answer. `perSecond`: at a set pace instead, whatever is answered. */
export type Calls = {
  readonly port: number
  readonly callers: readonly (readonly string[])[]
  readonly perSecond?: number
}

/** `latencies` in ms in the order of the answers; what was not answered with 200 is lost. */
export type Called = {
  readonly latencies: readonly number[]
  readonly lost: number
  readonly seconds: number
}

const OK = Buffer.from('HTTP/1.1 200 ')
const END = Buffer.from('\r\n\r\n')
const ROLE = 'caller of the bench'
const PATIENCE_MS = 10_000
const WIDTH = 32

/** A thread that calls; one set of calls after the other. */
export function createCaller() {
  const worker = new Worker(import.meta.filename, { workerData: ROLE })
  return {
    async call(calls: Calls): Promise<Called> {
      worker.postMessage(calls)
      const [called] = (await once(worker, 'message')) as [Called]
      return called
    },
    stop: () => worker.terminate(),
  }
}

type Line = {
  /** @returns ms until an answer without a body, or nothing where it was another one */
  send(request: string): Promise<number | undefined>
  end(): void
}

/** A connection that is kept, and made anew when the app has closed it because nothing came for a while. */
function createLine(port: number): Line {
  let socket: Socket | undefined
  let heard: ((ok: boolean) => void) | undefined
  const open = async () => {
    const made = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(made, 'connect')
    made.on('data', (data) => {
      // an acknowledgement is a head alone, in one piece; anything else is none
      heard?.(data.subarray(0, OK.length).equals(OK) && data.subarray(-END.length).equals(END))
    })
    made.on('error', () => heard?.(false))
    made.on('close', () => heard?.(false))
    made.setTimeout(PATIENCE_MS, () => made.destroy())
    return made
  }
  return {
    async send(request) {
      if (!socket?.writable) socket = await open()
      const { promise, resolve } = Promise.withResolvers<boolean>()
      heard = resolve
      const begin = performance.now()
      socket.write(request)
      return (await promise) ? performance.now() - begin : undefined
    },
    end: () => void socket?.destroy(),
  }
}

async function carryOut({ port, callers, perSecond }: Calls): Promise<Called> {
  const width = perSecond === undefined ? callers.length : WIDTH
  const lines = Array.from({ length: width }, () => createLine(port))
  const begin = performance.now()
  const answers =
    perSecond === undefined
      ? await Promise.all(callers.map((own, n) => oneByOne(own, lines[n])))
      : [await atPace(callers.flat(), perSecond, lines)]
  const seconds = (performance.now() - begin) / 1000
  for (const line of lines) line.end()
  const all = answers.flat()
  const latencies = all.filter((one) => one !== undefined)
  return { latencies, lost: all.length - latencies.length, seconds }
}

async function oneByOne(requests: readonly string[], line: Line | undefined) {
  const answers: (number | undefined)[] = []
  for (const request of requests) answers.push(await line?.send(request))
  return answers
}

async function atPace(requests: readonly string[], perSecond: number, lines: readonly Line[]) {
  const begin = performance.now()
  const free = [...lines]
  const sent: Promise<number | undefined>[] = []
  for (const [n, request] of requests.entries()) {
    const wait = begin + (n / perSecond) * 1000 - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const line = free.pop()
    if (!line) throw new Error(`${WIDTH} requests wait for their answers: the pace is not kept`)
    sent.push(line.send(request).finally(() => free.push(line)))
  }
  return Promise.all(sent)
}

if (workerData === ROLE) {
  parentPort?.on('message', (calls: Calls) => {
    void carryOut(calls).then((called) => parentPort?.postMessage(called))
  })
}
