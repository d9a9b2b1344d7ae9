import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const listen = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      server.off('listening', take)
      // EACCES: a port below 1024 that is not for everybody.
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    }
    const take = (): void => {
      server.off('error', refuse)
      resolve(true)
    }
    server.once('error', refuse)
    server.once('listening', take)
    server.listen(port, '127.0.0.1')
  })

const tries = 100

/**
 * Listens on 127.0.0.1 at this port or, when it is taken or forbidden, the next free one; any free one for 0. Gives the
 * port.
 */
export const listenFrom = async (server: Server, wanted: number): Promise<number> => {
  const candidates =
    wanted === 0 ? [] : Array.from({ length: tries }, (_, index) => wanted + index).filter((port) => port < 65_536)
  for (const port of [...candidates, 0]) if (await listen(server, port)) break
  return (server.address() as AddressInfo).port
}

/** Stops listening and cuts every connection. */
export const stopListening = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
