import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { migrationsHash } from './files.js'

/** A database on the server; `drop` leaves nothing behind. */
export type ServerDatabase = { readonly url: string; readonly drop: () => Promise<void> }

/** What this run's databases are called: whoever ends it drops them all. */
const prefixOf = (run: string): string => `levem_test_${run}_`

const connected = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const urlOf = (server: string, database: string): string =>
  Object.assign(new URL(server), { pathname: `/${database}` }).href

const create = async (server: string, template?: string): Promise<ServerDatabase> => {
  const name = `${prefixOf(process.env['TEST_RUN'] ?? String(process.pid))}${randomUUID().replaceAll('-', '')}`
  await connected(server, async (client) => {
    await client.query(`CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`)
    // No test pulls the server's plug.
    await client.query(`ALTER DATABASE ${name} SET synchronous_commit = off`)
  })
  return {
    url: urlOf(server, name),
    drop: () =>
      connected(server, async (client) => {
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
      }),
  }
}

/** A new database without any tables. */
export const emptyPostgres = (server: string): Promise<ServerDatabase> => create(server)

let template: Promise<string> | undefined

// Kept on the server for the next run.
const makeTemplate = async (server: string): Promise<string> => {
  const name = `levem_template_${migrationsHash()}`
  await connected(server, async (client) => {
    await client.query('SELECT pg_advisory_lock(5383602)')
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount !== 0) return
    // Under another name until it is ready: a run that dies half-way leaves no half template.
    await client.query(`DROP DATABASE IF EXISTS ${name}_raw WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${name}_raw`)
    await (await openStore({ url: parseDatabaseUrl(urlOf(server, `${name}_raw`)) })).close()
    await client.query(`ALTER DATABASE ${name}_raw RENAME TO ${name}`)
  })
  return name
}

// Creating and dropping a database takes ten times as long as a test: one that was used is emptied and used again.
const resting: { readonly database: ServerDatabase; readonly schema: string }[] = []

const schemaOf = async (client: Client): Promise<string> => {
  const { rows } = await client.query<{ hash: string }>(`SELECT md5(string_agg(what, '|' ORDER BY what)) AS hash FROM (
    SELECT attrelid::regclass || '.' || attname || atttypid::regtype || attnotnull AS what FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  ) AS parts`)
  return rows[0]?.hash ?? ''
}

// To truncate a table takes new files for it and each of its indexes, and waits for the disk; to delete what few rows
// it has takes no time. In one statement, at whose end rows may refer to nothing that is gone. What was analyzed is
// truncated: the next test must find it as if nobody had counted.
const emptyTables = `DO $$ DECLARE
  one record;
  large text := '';
  small text := '';
  has boolean;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
  FOR one IN SELECT relname AS tablename, reltuples > 0 OR pg_relation_size(oid) > 262144 AS is_large FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'migrations' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one.tablename) INTO has;
    CONTINUE WHEN NOT has;
    IF one.is_large THEN large := large || format(', %I', one.tablename);
    ELSE small := small || format(', %I AS (DELETE FROM %I)', one.tablename || '_rows', one.tablename); END IF;
  END LOOP;
  IF large <> '' THEN EXECUTE 'TRUNCATE ' || substr(large, 3) || ' CASCADE'; END IF;
  IF small <> '' THEN EXECUTE 'WITH ' || substr(small, 3) || ' SELECT 1'; END IF;
  FOR one IN SELECT sequencename, start_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
    PERFORM setval(quote_ident(one.sequencename)::regclass, one.start_value, false);
  END LOOP;
END $$`

const putBack = async (database: ServerDatabase, schema: string): Promise<void> => {
  const isUnchanged = await connected(database.url, async (client) => {
    if ((await schemaOf(client)) !== schema) return false
    await client.query(emptyTables)
    return true
  })
  if (isUnchanged) resting.push({ database, schema })
  else await database.drop()
}

/** A database with all tables, and nothing in them but what migrations write. */
export const freshPostgres = async (server: string): Promise<ServerDatabase> => {
  const used = resting.pop()
  const database = used?.database ?? (await create(server, await (template ??= makeTemplate(server))))
  const schema = used?.schema ?? (await connected(database.url, schemaOf))
  return { url: database.url, drop: () => putBack(database, schema) }
}

/** Drops what a run left on the server. */
export const dropDatabasesOf = (server: string, run: string): Promise<void> =>
  connected(server, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefixOf(run)],
    )
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
  })
