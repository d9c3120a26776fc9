"""Forms as people fill them in: by name, whatever kind of field it is."""

SENDING = ("primary", "danger", "outline-danger")


def fill(page, **values):
    """Fill in fields of the page's form; a list of values ticks boxes, a Path is handed in."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("it => it.tagName === 'SELECT' ? 'select' : it.type")
        if kind == "select":
            field.select_option(value)
        elif kind in {"radio", "checkbox"}:
            for chosen in value if isinstance(value, list) else [value]:
                page.locator(f"main [name='{name}'][value='{chosen}']").check()
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(value)


def find(page, name, letters, shown):
    """Choose from more than fifty: type letters, take what is found."""
    page.locator(f"main [name='{name}_q']").press_sequentially(letters)
    found = page.locator(f"main select[name='{name}'] option", has_text=shown).first
    found.wait_for(state="attached")
    page.locator(f"main select[name='{name}']").select_option(value=found.get_attribute("value"))


def send(page, **values):
    """Fill in and send the page's form."""
    fill(page, **values)
    page.locator(", ".join(f"main form button.btn-{kind}" for kind in SENDING)).last.click()
    page.wait_for_load_state()
    return page
