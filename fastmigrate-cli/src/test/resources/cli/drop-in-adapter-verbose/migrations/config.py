import json, pathlib

STATE = pathlib.Path(__file__).with_name("state.json")


def get_connection(db):
    # What is printed here comes when it comes, between the lines of ours.
    return {"version": None, "ran": []} if not STATE.exists() else json.loads(STATE.read_text())


def save(state):
    STATE.write_text(json.dumps(state))


def ensure_meta_table(state):
    if state["version"] is None:
        state["version"] = 0
        save(state)


def get_version(state):
    if state["version"] is None:
        raise LookupError("no version yet")
    return state["version"]


def set_version(state, version):
    state["version"] = version
    save(state)


def execute_sql(state, sql):
    state["ran"].append(sql)
    save(state)
    return "broken" not in sql
