const rowsShown = 500;
const palette = ["#3e63dd", "#e5484d", "#30a46c", "#f76b15", "#8e4ec6", "#0090ff", "#bf7a00", "#12a594", "#d6409f", "#65636d"];
const columns = [
  ...data.axes.map((a, i) => ({ ...a, at: i, isAxis: true })),
  ...data.objectives.map((o, i) => ({ ...o, at: data.axes.length + i, numeric: true })),
];
let chosen = data.points;
let ranges = new Map();

function si(value, unit) {
  if (value === null || typeof value !== "number") {
    return value ?? "-";
  }
  if (!unit) {
    return `${Number(value.toPrecision(5))}`;
  }
  const prefixes = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""], [1e-3, "m"], [1e-6, "µ"], [1e-9, "n"], [1e-12, "p"]];
  const [factor, prefix] = value === 0 ? [1, ""] : prefixes.find(p => Math.abs(value) >= p[0]) ?? prefixes.at(-1);
  return `${Number((value / factor).toPrecision(4))} ${prefix}${unit}`;
}

function byId(id) {
  return document.getElementById(id);
}

function fill(select, items, value) {
  for (const [key, text] of items) {
    select.append(new Option(text, key));
  }
  select.value = value;
}

function values(point, column) {
  return point.values[column.at];
}

function makeControls() {
  const numeric = columns.filter(c => c.numeric).map(c => [c.at, c.name]);
  const objectives = columns.filter(c => !c.isAxis);
  const [first, second] = data.front.map(name => objectives.find(o => o.name === name));
  fill(byId("x"), numeric, first.at);
  fill(byId("y"), numeric, (second ?? first).at);
  fill(byId("color"), columns.map(c => [c.at, c.name]), columns[0].at);
  for (const axis of columns.filter(c => c.isAxis && c.distinct.length > 1 && c.distinct.length <= 24)) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.id = `filter-${axis.at}`;
    label.append(`${axis.name} `, select);
    byId("filters").append(label);
    fill(select, [["", "all"], ...axis.distinct.map((v, i) => [i, v])], "");
    select.addEventListener("change", refresh);
  }
  for (const id of ["x", "y", "color"]) {
    byId(id).addEventListener("change", refresh);
  }
  fill(byId("point"), data.layers.map((l, i) => [i, `${l.point}${l.knee ? ", the knee" : ""}`]), Math.max(0, data.layers.findIndex(l => l.knee)));
  byId("point").addEventListener("change", refresh);
}

function choose() {
  const filters = columns.filter(c => c.isAxis).map(c => [c, byId(`filter-${c.at}`)]).filter(([, s]) => s && s.value !== "");
  return data.points.filter(p => filters.every(([c, s]) => values(p, c) === c.distinct[s.value])
    && [...ranges].every(([at, intervals]) => intervals.some(([from, to]) => {
      const c = columns[at];
      const v = c.numeric ? values(p, c) : c.distinct.indexOf(values(p, c));
      return v !== null && v >= from && v <= to;
    })));
}

function describe(point) {
  return [`point ${point.point}${point.knee ? ", the knee" : point.front ? ", on the front" : ""}`,
    ...columns.map(c => `${c.name}: ${si(values(point, c), c.unit)}`)].map(echarts.format.encodeHTML).join("<br>");
}

function scatter() {
  const [x, y, color] = ["x", "y", "color"].map(id => columns[byId(id).value]);
  const there = chosen.filter(p => values(p, x) !== null && values(p, y) !== null);
  const discrete = color.isAxis && color.distinct.length <= palette.length;
  const known = there.map(p => values(p, color)).filter(v => typeof v === "number");
  const shade = p => discrete ? palette[color.distinct.indexOf(values(p, color))] : undefined;
  const item = p => ({ value: [values(p, x), values(p, y), discrete || !color.numeric ? 0 : values(p, color)], point: p,
    symbol: p.front ? "diamond" : "circle", symbolSize: p.knee ? 20 : p.front ? 12 : 7, itemStyle: { color: shade(p), opacity: p.front ? 1 : 0.55 } });
  const scale = c => there.length > 0 && Math.min(...there.map(p => values(p, c))) > 0
    && Math.max(...there.map(p => values(p, c))) > 30 * Math.min(...there.map(p => values(p, c))) ? "log" : "value";
  return {
    grid: { left: 8, right: 32, top: discrete ? 40 : 16, bottom: discrete ? 36 : 84, containLabel: true },
    tooltip: { confine: true, formatter: p => describe(p.data.point) },
    xAxis: { type: scale(x), scale: true, name: x.name, nameLocation: "middle", nameGap: 26, axisLabel: { hideOverlap: true, formatter: v => si(v, x.unit) } },
    yAxis: { type: scale(y), scale: true, name: y.name, axisLabel: { hideOverlap: true, formatter: v => si(v, y.unit) } },
    visualMap: discrete || known.length === 0 ? undefined : { dimension: 2, min: Math.min(...known), max: Math.max(...known), orient: "horizontal", left: "center", bottom: 0,
      itemHeight: 120, text: [`${si(Math.max(...known), color.unit)} ${color.name}`, si(Math.min(...known), color.unit)], inRange: { color: ["#0090ff", "#8e4ec6", "#f76b15"] } },
    legend: discrete ? { type: "scroll", top: 0, data: color.distinct.map(v => ({ name: `${color.name} ${v}` })) } : undefined,
    series: discrete
      ? color.distinct.map((v, i) => ({ type: "scatter", name: `${color.name} ${v}`, itemStyle: { color: palette[i] }, data: there.filter(p => values(p, color) === v).map(item) }))
      : [{ type: "scatter", name: "points", data: there.map(item) }],
  };
}

function parallel() {
  const ink = dark.matches ? "#b0b4ba" : "#60646c";
  return {
    parallel: { left: 60, right: 120, top: 48, bottom: 16, parallelAxisDefault: { nameTextStyle: { color: ink }, axisLabel: { color: ink } } },
    parallelAxis: columns.map((c, i) => ({ dim: i, name: c.name, nameTruncate: { maxWidth: 86 }, nameRotate: 12, type: c.numeric ? "value" : "category", data: c.numeric ? undefined : c.distinct,
      scale: true, areaSelectStyle: { width: 16 }, axisLabel: { formatter: v => si(c.numeric ? Number(v) : v, c.unit) } })),
    series: [{ type: "parallel", lineStyle: { width: 1, opacity: 0.35 }, inactiveOpacity: 0.03, activeOpacity: 0.8, progressive: 0,
      data: data.points.filter(p => p.values.every(v => v !== null)).map(p => ({ value: columns.map(c => values(p, c)), lineStyle: p.front ? { width: 2, opacity: 0.9, color: "#e5484d" } : undefined })) }],
  };
}

function bars(layers, part, unit) {
  const names = [...new Set(layers.flatMap(l => l.layers.map(x => x.name)))];
  return {
    grid: { left: 8, right: 40, top: 40, bottom: 28, containLabel: true },
    legend: { type: "scroll", top: 0 },
    tooltip: { trigger: "axis", confine: true, axisPointer: { type: "shadow" }, valueFormatter: v => si(v, unit) },
    xAxis: { type: "value", axisLabel: { hideOverlap: true, formatter: v => si(v, unit) } },
    yAxis: { type: "category", inverse: true, data: layers.map(l => `point ${l.point}`) },
    series: names.map(n => ({ type: "bar", stack: "all", name: n, barMaxWidth: 24, data: layers.map(l => part(l, l.layers.find(x => x.name === n))) })),
  };
}

function sensitivity() {
  const names = data.axes.map(a => a.name);
  return {
    grid: { left: 8, right: 32, top: 40, bottom: 8, containLabel: true },
    legend: { type: "scroll", top: 0 },
    tooltip: { trigger: "axis", confine: true, axisPointer: { type: "shadow" }, valueFormatter: v => v === null ? "-" : `${(100 * v).toFixed(1)} %` },
    xAxis: { type: "value", min: 0, max: 1, axisLabel: { formatter: v => `${100 * v} %` } },
    yAxis: { type: "category", inverse: true, data: names, axisLabel: { width: 130, overflow: "truncate" } },
    series: data.front.map(o => ({ type: "bar", name: o, barMaxWidth: 10, data: names.map(a => data.sensitivities.find(s => s.axis === a && s.objective === o)?.share ?? null) })),
  };
}

function faulty() {
  const positive = data.faults.flatMap(f => f.points.map(p => p[0])).filter(x => x > 0);
  const logarithmic = positive.length > 0 && Math.max(...positive) > 30 * Math.min(...positive);
  const at = x => logarithmic && x <= 0 ? Math.min(...positive) / 10 : x;
  const series = data.faults.flatMap((f, i) => {
    const edge = index => f.points.map(p => [at(p[0]), p[index]]);
    return [
      { type: "line", name: f.axis, data: f.points.map(p => [at(p[0]), p[1], p]), color: palette[i], symbolSize: 6, z: 3 },
      { type: "custom", name: `${f.axis}, interval`, data: [[at(f.points[0][0]), f.points[0][1]]], silent: true, clip: true, z: 1,
        renderItem: (_, api) => ({ type: "polygon", shape: { points: [...edge(3), ...edge(2).reverse()].map(p => api.coord(p)) }, style: { fill: palette[i], opacity: 0.2 } }) },
    ];
  });
  return {
    grid: { left: 8, right: 40, top: 40, bottom: 36, containLabel: true },
    legend: { type: "scroll", top: 0, data: data.faults.map(f => f.axis) },
    tooltip: { trigger: "item", confine: true, formatter: p => `${echarts.format.encodeHTML(p.seriesName)} ${p.data[2][0]}<br>mean ${(100 * p.data[2][1]).toFixed(2)} %<br>${(100 * p.data[2][2]).toFixed(2)} to ${(100 * p.data[2][3]).toFixed(2)} %<br>${p.data[2][4]} points` },
    xAxis: { type: logarithmic ? "log" : "value", name: logarithmic ? "rate (0 drawn a decade below the least)" : "rate", nameLocation: "middle", nameGap: 26, axisLabel: { hideOverlap: true } },
    yAxis: { type: "value", scale: true, axisLabel: { formatter: v => `${Math.round(100 * v)} %` } },
    series,
  };
}

function table() {
  const box = byId("points");
  const heads = ["point", "front", ...columns.map(c => c.name)];
  box.replaceChildren();
  const head = box.insertRow();
  heads.forEach(h => head.append(Object.assign(document.createElement("th"), { textContent: h })));
  const rank = p => p.knee ? 0 : p.front ? 1 : 2;
  for (const p of [...chosen].sort((a, b) => rank(a) - rank(b)).slice(0, rowsShown)) {
    const row = box.insertRow();
    const cell = (text, value) => { const c = row.insertCell(); c.textContent = text; c.dataset.value = value ?? ""; };
    cell(p.point, p.point);
    cell(p.knee ? "knee" : p.front ? "front" : "", p.knee ? 2 : p.front ? 1 : 0);
    columns.forEach(c => cell(si(values(p, c), c.unit), values(p, c)));
  }
  sortable(box);
}

function drawRoofline() {
  const run = data.layers[byId("point").value];
  byId("no-peak").style.display = run?.peak ? "none" : "";
  if (run?.peak) {
    show("roofline", roofline(run), 380);
  } else {
    hide("roofline");
  }
}

function draw() {
  show("scatter", scatter(), 420);
  const lines = show("parallel", parallel(), 320);
  lines.on("axisareaselected", () => {
    ranges = new Map(lines.getModel().getComponent("parallel").parallelAxisIndex.map((axis, i) => [i, lines.getModel().getComponent("parallelAxis", axis).activeIntervals]).filter(([, v]) => v.length > 0));
    update();
  });
  show("sensitivity", sensitivity(), 70 + data.axes.length * Math.max(26, 12 * data.front.length));
  if (data.faults.length > 0) {
    show("faulty", faulty(), 360);
  } else {
    hide("faults");
  }
  show("time", bars(data.layers, (l, x) => x ? x.cycles * l.secondsPerCycle : 0, "s"), 80 + 32 * data.layers.length);
  show("energy", bars(data.layers, (l, x) => x && x.energyPj !== null ? x.energyPj * 1e-12 : 0, "J"), 80 + 32 * data.layers.length);
  drawRoofline();
  table();
  say();
}

function say() {
  byId("shown").textContent = `${chosen.length} of ${data.points.length} points shown${chosen.length > rowsShown ? `; the table has ${rowsShown}, those on the front first` : ""}`;
}

// What a filter changes; the chart that is dragged on must stay.
function update() {
  chosen = choose();
  echarts.getInstanceByDom(byId("scatter")).setOption({ visualMap: [], ...scatter() }, { notMerge: true });
  table();
  say();
}

function refresh() {
  chosen = choose();
  restart();
}

makeControls();
byId("parallel").style.minWidth = `${90 * columns.length}px`;
start(draw);
