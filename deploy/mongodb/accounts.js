// Founds the replica set and gives each service an account with rights on its own database, and to read where its work needs it.
// Harmless when repeated; a password that changed is taken over.

const databases = {
  customers: "customers",
  employees: "employees",
  dispatch: "dispatch",
  intake: "incidents",
  knowledge: "incidents",
  relay: "incidents",
  resolution: "incidents",
  sla: "incidents",
  notifications: "notifications",
  inbound: "notifications",
  search: "incidents",
  metrics: "metrics",
  files: "incidents",
};
// Further databases that an account may read, and nothing more.
const readers = {
  notifications: ["incidents"],
  inbound: ["incidents"],
  dispatch: ["employees", "incidents"],
  metrics: ["incidents"],
};
// Whose account may only read there.
const readOnly = ["search"];

try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "ventanilla", members: [{ _id: 0, host: "database:27017" }] });
}
while (!db.hello().isWritablePrimary) sleep(200);

const admin = db.getSiblingDB("admin");
for (const [name, database] of Object.entries(databases)) {
  const pwd = process.env[`${name.toUpperCase()}_DATABASE_PASSWORD`];
  if (!pwd) throw new Error(`no password for ${name}`);
  const roles = [{ role: readOnly.includes(name) ? "read" : "readWrite", db: database }];
  for (const other of readers[name] ?? []) roles.push({ role: "read", db: other });
  if (admin.getUser(name)) admin.updateUser(name, { pwd, roles });
  else admin.createUser({ user: name, pwd, roles });
}
