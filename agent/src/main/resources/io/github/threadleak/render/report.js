"use strict";
(function () {
  // Of the graph, the boxes that can be seen and aimed at; the table has every group.
  var LEAST_PERCENT = 0.15;
  var MOST_BOXES = 3000;
  var ROW = 20;

  var data = JSON.parse(document.getElementById("data").textContent);
  var graph = document.getElementById("graph");
  var search = document.getElementById("search");
  var status = document.getElementById("status");
  var table = document.getElementById("groups");
  var body = table.tBodies[0];

  function child(parent, key, name, kind) {
    var found = parent.children.get(key);
    if (!found) {
      found = { name: name, kind: kind, count: 0, parent: parent, children: new Map() };
      parent.children.set(key, found);
    }
    return found;
  }

  var root = { name: "all", kind: "site", count: 0, parent: null, children: new Map() };
  data.groups.forEach(function (group) {
    var at = root;
    at.count += group.count;
    if (group.site !== undefined) {
      at = child(at, group.site, group.site, "site");
      at.count += group.count;
    }
    for (var i = group.parked.length - 1; i >= 0; i--) {
      var frame = data.frames[group.parked[i]];
      at = child(at, frame[0], frame[0], frame[2] ? "jdk" : "app");
      at.count += group.count;
    }
  });

  var focus = root;

  function draw() {
    var wanted = search.value.toLowerCase();
    var lineage = [];
    for (var at = focus; at; at = at.parent) {
      lineage.unshift(at);
    }
    var boxes = lineage.map(function (one, depth) {
      return { node: one, left: 0, width: 100, depth: depth };
    });
    var left = 0;
    // Level by level, so that what is cut off is the deepest.
    for (var i = lineage.length - 1; i < boxes.length; i++) {
      var x = boxes[i].left;
      Array.from(boxes[i].node.children.values())
        .sort(function (a, b) { return b.count - a.count; })
        .forEach(function (one) {
          var width = focus.count === 0 ? 0 : (100 * one.count) / focus.count;
          if (width < LEAST_PERCENT || boxes.length >= MOST_BOXES) {
            left++;
          } else {
            boxes.push({ node: one, left: x, width: width, depth: boxes[i].depth + 1 });
          }
          x += width;
        });
    }
    var hits = 0;
    var deepest = 0;
    var drawn = document.createDocumentFragment();
    boxes.forEach(function (box) {
      var one = box.node;
      var button = document.createElement("button");
      var share = root.count === 0 ? 0 : (100 * one.count) / root.count;
      var hit = wanted !== "" && one.name.toLowerCase().indexOf(wanted) >= 0;
      hits += hit ? 1 : 0;
      deepest = Math.max(deepest, box.depth);
      button.type = "button";
      button.className = "box " + one.kind + (hit ? " hit" : "");
      button.textContent = one.name;
      button.title = one.name + "\n" + one.count + " threads, " + share.toFixed(1) + " %";
      button.style.left = box.left + "%";
      button.style.width = box.width + "%";
      button.style.top = box.depth * ROW + "px";
      button.addEventListener("click", function () { zoom(one); });
      drawn.appendChild(button);
    });
    var floor = document.createElement("div");
    floor.style.height = (deepest + 1) * ROW + "px";
    drawn.appendChild(floor);
    graph.replaceChildren(drawn);
    status.textContent =
      focus.count + " threads" + (left ? ", " + left + " boxes too small to draw" : "") +
      (wanted ? ", " + hits + " boxes match" : "");
  }

  function zoom(to) {
    focus = to;
    draw();
    var at = graph.querySelectorAll(".box")[depthOf(to)];
    if (at) {
      at.focus();
    }
  }

  function depthOf(node) {
    var depth = 0;
    for (var at = node.parent; at; at = at.parent) {
      depth++;
    }
    return depth;
  }

  function closeStacks() {
    body.querySelectorAll("tr.stacks").forEach(function (row) { row.remove(); });
    body.querySelectorAll("button").forEach(function (button) { button.setAttribute("aria-expanded", "false"); });
  }

  function lines(stack) {
    return stack.map(function (number) {
      return data.frames[number][0] + "(" + data.frames[number][1] + ")";
    }).join("\n");
  }

  function toggleStacks(row, button) {
    var next = row.nextElementSibling;
    if (next && next.className === "stacks") {
      next.remove();
      button.setAttribute("aria-expanded", "false");
      return;
    }
    var group = data.groups[Number(row.dataset.row)];
    var stacks = document.createElement("tr");
    stacks.className = "stacks";
    var cell = stacks.insertCell();
    cell.colSpan = row.cells.length;
    var text = document.createElement("pre");
    text.textContent =
      lines(group.parked) + (group.spawn && group.spawn.length ? "\n\nspawn stack\n" + lines(group.spawn) : "");
    cell.appendChild(text);
    row.after(stacks);
    button.setAttribute("aria-expanded", "true");
  }

  function valueOf(row, column) {
    var cell = row.cells[column];
    return cell.dataset.v === undefined ? cell.textContent.toLowerCase() : Number(cell.dataset.v);
  }

  function sortBy(column, header) {
    closeStacks();
    var up = header.getAttribute("aria-sort") === "descending";
    Array.from(table.tHead.rows[0].cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    var keyed = Array.from(body.rows).map(function (row) { return [valueOf(row, column), row]; });
    keyed.sort(function (a, b) {
      var order = a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
      return up ? order : -order;
    });
    var sorted = document.createDocumentFragment();
    keyed.forEach(function (pair) { sorted.appendChild(pair[1]); });
    body.appendChild(sorted);
  }

  function filterRows() {
    closeStacks();
    var wanted = search.value.toLowerCase();
    Array.from(body.rows).forEach(function (row) {
      var found = wanted === "" || row.textContent.toLowerCase().indexOf(wanted) >= 0;
      if (!found) {
        found = data.groups[Number(row.dataset.row)].parked.some(function (number) {
          return data.frames[number][0].toLowerCase().indexOf(wanted) >= 0;
        });
      }
      row.hidden = !found;
    });
  }

  Array.from(table.tHead.rows[0].cells).forEach(function (header, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", function () { sortBy(column, header); });
  });
  Array.from(body.rows).forEach(function (row) {
    var group = data.groups[Number(row.dataset.row)];
    if (group.parked.length || (group.spawn && group.spawn.length)) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = "stacks";
      button.setAttribute("aria-expanded", "false");
      button.addEventListener("click", function () { toggleStacks(row, button); });
      row.cells[0].appendChild(button);
    }
  });
  var pending = 0;
  search.addEventListener("input", function () {
    clearTimeout(pending);
    pending = setTimeout(function () { draw(); filterRows(); }, 150);
  });
  document.getElementById("reset").addEventListener("click", function () { zoom(root); });
  graph.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && focus.parent) {
      zoom(focus.parent);
    }
  });
  document.getElementById("tools").hidden = false;
  graph.hidden = false;
  draw();
})();
