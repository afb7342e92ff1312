const PAGE_SIZE = 50;
const $ = (selector, root = document) => root.querySelector(selector);
const number = new Intl.NumberFormat("en");
const shown = { q: "", tag: "", bookmarks: [], total: 0 };
let edited = null;
let deleted = null;
let asked = 0;

/** Calls the API; a failure has a message for people and, where fields are at fault, `errors` by field. */
async function call(method, path, body) {
  const response = await send(path, {
    method,
    headers: body ? { "Content-Type": "application/json", Accept: "application/json" } : { Accept: "application/json" },
    body: body && JSON.stringify(body),
  });
  if (response.ok) {
    return response.status === 204 ? null : response.json();
  }
  const problem = await response.json().catch(() => ({}));
  const failure = new Error(problem.detail || problem.message || `The server answered ${response.status}.`);
  failure.errors = problem.errors;
  throw failure;
}

/** Fetches; a server that cannot be reached is told in words for people. */
async function send(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    const failure = new Error("The server cannot be reached. Check that the application runs.");
    failure.unreachable = true;
    throw failure;
  }
}

function element(name, classes, text) {
  const made = document.createElement(name);
  made.className = classes;
  made.textContent = text;
  return made;
}

function complain(place, message) {
  place.textContent = message ?? "";
  place.hidden = !message;
}

// The list

function address() {
  const parameters = new URLSearchParams();
  if (shown.q) parameters.set("q", shown.q);
  if (shown.tag) parameters.set("tag", shown.tag);
  return parameters;
}

async function load({ append = false } = {}) {
  const turn = ++asked;
  const parameters = address();
  history.replaceState(null, "", parameters.size ? `?${parameters}` : location.pathname);
  parameters.set("limit", PAGE_SIZE);
  parameters.set("offset", append ? shown.bookmarks.length : 0);
  try {
    const [page, tags] = await Promise.all([call("GET", `api/bookmarks?${parameters}`), call("GET", "api/tags")]);
    if (turn !== asked) return;
    shown.bookmarks = append ? [...shown.bookmarks, ...page.bookmarks] : page.bookmarks;
    shown.total = page.total;
    render(tags);
    complain($("#problem"));
  } catch (failure) {
    if (turn !== asked) return;
    complain($("#problem"), `The bookmarks could not be loaded. ${failure.message}`);
    $("#empty").hidden = true;
    $("#count").textContent = "";
    if (failure.unreachable) lose(failure);
  }
}

function render(tags) {
  const filtered = Boolean(shown.q || shown.tag);
  $("#list-title").textContent = shown.q ? `Results for “${shown.q}”` : shown.tag ? `Tagged “${shown.tag}”` : "All bookmarks";
  $("#count").textContent = shown.total === 1 ? "1 bookmark" : `${number.format(shown.total)} bookmarks`;
  $("#tags").replaceChildren(...tags.map(({ name, count }) => tagItem(name, count)));
  $("#bookmarks").replaceChildren(...shown.bookmarks.map(card));
  $("#empty").hidden = shown.total > 0;
  $("#empty-title").textContent = filtered ? "Nothing found." : "No bookmarks yet.";
  $("#empty-hint").textContent = filtered ? "Try fewer words, or another tag." : "Keep a page that you want to find again.";
  $("#empty-add").hidden = filtered;
  $("#empty-all").hidden = !filtered;
  $("#more").hidden = shown.bookmarks.length >= shown.total;
}

function tagItem(name, count) {
  const item = document.createElement("li");
  const button = element("button", "tag", name);
  button.type = "button";
  if (count !== undefined) {
    button.setAttribute("aria-pressed", String(shown.tag === name));
    const amount = element("span", "number", number.format(count));
    amount.ariaLabel = count === 1 ? "1 bookmark" : `${count} bookmarks`;
    button.append(amount);
  } else {
    button.ariaLabel = `Show what is tagged ${name}`;
  }
  button.addEventListener("click", async () => {
    shown.tag = shown.tag === name && count !== undefined ? "" : name;
    await load();
    if (count !== undefined) {
      [...document.querySelectorAll("#tags .tag")].find((other) => other.firstChild.data === name)?.focus();
    } else {
      $("#list-title").focus();
    }
  });
  item.append(button);
  return item;
}

function card(bookmark) {
  const item = $("#bookmark").content.cloneNode(true).firstElementChild;
  item.dataset.id = bookmark.id;
  const link = $(".link", item);
  link.textContent = bookmark.title;
  if (/^https?:\/\//.test(bookmark.url)) link.href = bookmark.url;
  $(".where", item).textContent = bookmark.url.replace(/^https?:\/\//, "").replace(/\/$/, "");
  $(".about", item).textContent = bookmark.note;
  $(".about", item).hidden = !bookmark.note;
  $(".tags", item).hidden = !bookmark.tags.length;
  $(".tags", item).replaceChildren(...bookmark.tags.map((tag) => tagItem(tag)));
  $(".edit", item).ariaLabel = $(".edit", item).title = `Edit ${bookmark.title}`;
  $(".delete", item).ariaLabel = $(".delete", item).title = `Delete ${bookmark.title}`;
  $(".edit", item).addEventListener("click", () => openEditor(bookmark));
  $(".delete", item).addEventListener("click", () => remove(bookmark));
  return item;
}

async function remove(bookmark) {
  try {
    await call("DELETE", `api/bookmarks/${bookmark.id}`);
  } catch (failure) {
    complain($("#problem"), failure.message);
    return;
  }
  deleted = bookmark;
  $("#deleted-title").textContent = `Deleted “${bookmark.title}”.`;
  $("#deleted").hidden = false;
  await load();
  $("#undo").focus();
}

/** Puts the bookmark that was deleted last back, with the day it was made. */
async function undo() {
  const { url, title, note, tags, createdAt } = deleted;
  try {
    await call("POST", "api/bookmarks", { url, title, note, tags, createdAt });
  } catch (failure) {
    complain($("#problem"), `The bookmark could not be put back. ${failure.message}`);
    return;
  }
  forgetDeleted();
  await load();
  $("#list-title").focus();
}

function forgetDeleted() {
  deleted = null;
  $("#deleted").hidden = true;
}

function showAll() {
  shown.q = $("#q").value = "";
  shown.tag = "";
  load();
  $("#q").focus();
}

// The form

const fields = { url: $("#url"), title: $("#title"), tags: $("#tag-input"), note: $("#note") };

function openEditor(bookmark) {
  edited = bookmark ?? null;
  $("#editor-title").textContent = edited ? "Edit the bookmark" : "Add a bookmark";
  fields.url.value = edited?.url ?? "";
  fields.title.value = edited?.title ?? "";
  fields.tags.value = edited?.tags.join(", ") ?? shown.tag;
  fields.note.value = edited?.note ?? "";
  blame({});
  complain($("#form-problem"));
  $("#editor").showModal();
  fields.url.focus();
}

function blame(errors) {
  for (const [name, input] of Object.entries(fields)) {
    $(`#${name}-fault`).textContent = errors[name] ?? "";
    input.setAttribute("aria-invalid", String(name in errors));
  }
}

async function save(event) {
  event.preventDefault();
  const draft = {
    url: fields.url.value,
    title: fields.title.value,
    note: fields.note.value,
    tags: fields.tags.value.split(","),
  };
  try {
    await (edited ? call("PUT", `api/bookmarks/${edited.id}`, draft) : call("POST", "api/bookmarks", draft));
  } catch (failure) {
    blame(failure.errors ?? {});
    complain($("#form-problem"), failure.errors ? null : failure.message);
    if (failure.unreachable) lose(failure);
    Object.entries(fields).find(([name]) => name in (failure.errors ?? {}))?.[1].focus();
    return;
  }
  $("#editor").close();
  if (!edited) {
    shown.q = $("#q").value = "";
    if (!draft.tags.some((tag) => tag.trim().toLowerCase() === shown.tag)) shown.tag = "";
  }
  await load();
}

// The schema

const STATES = {
  UP_TO_DATE: ["Up to date", "good"],
  PENDING: ["Pending", "bad"],
  AHEAD: ["Ahead", "bad"],
  MISSING: ["Missing", "bad"],
  UNMANAGED: ["Unmanaged", "bad"],
  MIGRATING: ["Migrating", "busy"],
  FAILED: ["Failed", "bad"],
  ERROR: ["Error", "bad"],
};
const AGAIN_MILLIS = 500;
const LOOK_MILLIS = 5000;
let looking;
let lost = false;
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Shows the schema now, and looks again: often while it changes, seldom otherwise, and at once when the page is shown again. */
async function loadSchema() {
  clearTimeout(looking);
  let next = LOOK_MILLIS;
  try {
    const { contexts } = await call("GET", "actuator/fastmigrate/fastMigrate");
    const database = Object.values(contexts)[0].databases.fastMigrate;
    renderSchema(database);
    if (database.state === "MIGRATING") next = AGAIN_MILLIS;
    if (lost) {
      lost = false;
      load();
    }
  } catch (failure) {
    lose(failure);
  }
  clearTimeout(looking);
  if (!document.hidden) looking = setTimeout(loadSchema, next);
}

/** What was known of the schema is not true for certain any more. */
function lose(failure) {
  lost = true;
  showState(failure.unreachable ? "Unreachable" : "Unknown", "bad");
  $("#progress").hidden = true;
  $("#schema-note").textContent = failure.message;
}

function showState(label, mood) {
  if ($("#state").textContent === label) return;
  $("#state").textContent = label;
  $("#state").className = `state ${mood}`;
}

function bytes(count) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
  const options = { style: "unit", unit: units[power], unitDisplay: "short", maximumSignificantDigits: 3 };
  return unbroken(new Intl.NumberFormat("en", options).format(count / 1000 ** power));
}

/** A number and its unit stay in one line. */
function unbroken(text) {
  return text.replaceAll(" ", "\u00a0");
}

function renderSchema(database) {
  const [label, mood] = STATES[database.state] ?? [database.state, ""];
  showState(label, mood);
  $("#version").textContent = database.version ?? "?";
  $("#target").textContent = database.target ?? "?";
  $("#progress").hidden = !database.progress;
  $("#progress").value = database.progress?.percent ?? 0;
  $("#schema-note").textContent = note(database);
  const backup = database.lastBackup;
  $("#backup").hidden = !backup;
  $("#backup").textContent = backup ? `Last backup ${day.format(new Date(backup.madeAt))}, ${bytes(backup.bytes)}` : "";
  $("#history").replaceChildren(...database.applied.toReversed().map(step));
}

/** Says what runs, what failed, or when the schema was changed last. */
function note({ progress, error, applied }) {
  if (progress?.waitingFor) return `Waiting for ${progress.waitingFor}`;
  if (progress) return progress.script ? `${progress.percent}\u00a0%: ${progress.script}, ${progress.scriptNumber} of ${progress.scripts}` : "About to start";
  if (error) return error.message;
  const latest = applied.at(-1);
  return latest ? `Last changed ${day.format(new Date(latest.appliedAt))}` : "";
}

function step(entry) {
  const item = document.createElement("li");
  item.value = entry.version;
  item.title = `${entry.file}, ${entry.appliedBy ? `by ${entry.appliedBy}, ` : ""}${day.format(new Date(entry.appliedAt))}, checksum ${entry.checksum}`;
  const name = entry.file.slice(5, entry.file.lastIndexOf(".")).replaceAll("-", " ");
  item.append(
    element("span", "name", name),
    element("span", "took", unbroken(entry.tookMillis ? `${number.format(entry.tookMillis)} ms` : "< 1 ms")),
    element("span", "kind", `${String(entry.version).padStart(4, "0")} ${entry.kind}`),
  );
  return item;
}

// What happens when

let typing;
$("#q").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    shown.q = $("#q").value.trim();
    load();
  }, 150);
});
$("#search").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  shown.q = $("#q").value.trim();
  load();
});
$("#new").addEventListener("click", () => openEditor());
$("#empty-add").addEventListener("click", () => openEditor());
$("#empty-all").addEventListener("click", showAll);
$("#undo").addEventListener("click", undo);
$("#dismiss").addEventListener("click", () => {
  forgetDeleted();
  $("#list-title").focus();
});
document.addEventListener("visibilitychange", () => document.hidden || loadSchema());
$("#cancel").addEventListener("click", () => $("#editor").close());
$("#form").addEventListener("submit", save);
$("#more").addEventListener("click", () => load({ append: true }));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, textarea, dialog") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    $("#q").focus();
  }
});

const start = new URLSearchParams(location.search);
shown.q = $("#q").value = start.get("q") ?? "";
shown.tag = start.get("tag") ?? "";
load();
loadSchema();
