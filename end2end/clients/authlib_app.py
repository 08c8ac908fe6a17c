# Runs the recipe for Authlib, which is a whole program, and adds a page that shows who is signed in.

import os

exec(os.environ["RECIPE"])


@app.get("/who")  # noqa: F821: the recipe's
def who():
    user = session.get("user")  # noqa: F821
    if user is None:
        return redirect("/")  # noqa: F821
    return f"<h1>Signed in</h1><p id=email>{user['email']}</p><p id=groups>{' '.join(user['groups'])}</p>"


app.run("127.0.0.1", int(os.environ["PORT"]))  # noqa: F821
