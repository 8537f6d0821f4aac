"""The theme's script does not lay out code in closed details."""

ASKED = """() => {
  const asked = [];
  const { get } = Object.getOwnPropertyDescriptor(Element.prototype, "scrollWidth");
  Object.defineProperty(Element.prototype, "scrollWidth", {
    get() { asked.push(this); return get.call(this); },
  });
  const folded = () => asked.filter((each) => each.closest("details:not([open])")).length;
  return new Promise((done) => {
    dispatchEvent(new Event("resize")); // it asks again, 300 ms later
    setTimeout(() => done([asked.length, folded()]), 1000);
  });
}"""


def test_no_code_in_closed_details_is_asked(tab, site):
    tab.goto(f"{site}/chapters/08_twice_the_tasks.html")
    assert tab.locator("details:not([open]) pre").count() > 0
    asked, folded = tab.evaluate(ASKED)
    assert asked > 0
    assert folded == 0
