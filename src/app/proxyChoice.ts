import { BlockList, isIP } from 'node:net'

/** What the environment says of proxies: NO_PROXY is a list with commas or spaces. */
type Choice = { readonly proxy: string | undefined; readonly except: string | undefined }

/** The proxy that this address is reached by; undefined: straight. HTTPS_PROXY is for https only, as everywhere. */
export const proxyFor = (address: string, { proxy, except = '' }: Choice): string | undefined => {
  const { protocol, hostname, port } = new URL(address)
  if (protocol !== 'https:') return undefined
  const host = hostname.replace(/^\[|\]$/gu, '')
  const isExcepted = except
    .toLowerCase()
    .split(/[,\s]+/u)
    .filter(Boolean)
    .some((entry) => isMeant(entry, host, port || '443'))
  return isExcepted ? undefined : proxy
}

/** Whether an entry of NO_PROXY means this host: "*", a name and all below it, an address, a network; a port behind. */
const isMeant = (entry: string, host: string, port: string): boolean => {
  const { meant, itsPort = port } = partsOf(entry)
  if (itsPort !== port) return false
  if (meant === '*') return true
  const [network = '', bits] = meant.split('/')
  if (isIP(network) !== 0) return isInside(host, network, Number(bits ?? bitsOf(network)))
  const name = meant.replace(/^\*?\./u, '')
  return name !== '' && (host === name || host.endsWith(`.${name}`))
}

const partsOf = (entry: string): { readonly meant: string; readonly itsPort?: string | undefined } => {
  // Without brackets all its colons are its own.
  if (isIP(entry.split('/')[0] ?? '') === 6) return { meant: entry }
  const [, meant = '', itsPort] = /^(.*?)(?::(\d+))?$/u.exec(entry) ?? []
  return { meant: meant.replace(/^\[|\]$/gu, ''), itsPort }
}

const bitsOf = (address: string): number => (isIP(address) === 6 ? 128 : 32)

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const isInside = (host: string, network: string, bits: number): boolean => {
  if (isIP(host) === 0 || !(bits >= 0 && bits <= bitsOf(network))) return false
  const list = new BlockList()
  list.addSubnet(network, bits, familyOf(network))
  return list.check(host, familyOf(host))
}
