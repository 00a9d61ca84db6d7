function stack(layers, parts, unit) {
  const names = Object.keys(parts(layers[0])).filter(n => layers.some(l => parts(l)[n] > 0));
  return {
    grid: { left: 8, right: 40, top: 40, bottom: 28, containLabel: true },
    legend: { type: "scroll", top: 0 },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true, valueFormatter: v => Number(v).toPrecision(5) },
    xAxis: { type: "value", name: unit, nameLocation: "middle", nameGap: 24, axisLabel: { hideOverlap: true, formatter: short } },
    yAxis: { type: "category", inverse: true, data: layers.map(l => l.name) },
    series: names.map(n => ({ type: "bar", stack: "all", name: n, data: layers.map(l => parts(l)[n]), barMaxWidth: 24 })),
  };
}

function short(value) {
  const units = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];
  const unit = units.find(u => Math.abs(value) >= u[0]);
  return unit ? `${value / unit[0]}${unit[1]}` : `${value}`;
}

function roofline(run) {
  const perSecond = 1e12 / run.peak.clockPs;
  const seconds = l => l.cycles * run.peak.clockPs * 1e-12;
  const macs = l => l.bitMacs + l.realMacs;
  const at = (l, bits) => bits > 0 && macs(l) > 0 && l.cycles > 0 ? [[macs(l) / bits, macs(l) / seconds(l), l.name]] : [];
  const cells = run.layers.flatMap(l => at(l, l.columnReads * run.peak.columnBits));
  const bus = run.layers.flatMap(l => at(l, l.busBytes * 8));
  const xs = [...cells, ...bus].map(p => p[0]);
  const low = 10 ** Math.floor(Math.log10(Math.min(1, ...xs)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(10, ...xs)));
  const points = Array.from({ length: 121 }, (_, i) => low * (high / low) ** (i / 120));
  const roof = (peak, bytes) => points.map(x => [x, Math.min(peak * perSecond, x * bytes * 8 * perSecond)]);
  const line = (name, peak, bytes, type) => peak && bytes ? [{ type: "line", name, data: roof(peak, bytes), showSymbol: false, lineStyle: { width: 1.5, type }, tooltip: { show: false } }] : [];
  const dots = (name, data, symbol) => ({ type: "scatter", name, data, symbol, symbolSize: 11, label: { show: true, position: "top", formatter: p => p.value[2], hideOverlap: true } });
  return {
    grid: { left: 8, right: 40, top: 72, bottom: 36, containLabel: true },
    legend: { type: "scroll", top: 0 },
    tooltip: { trigger: "item", confine: true, formatter: p => `${p.value[2]}, ${p.seriesName}<br>${p.value[0].toPrecision(4)} MAC a bit<br>${p.value[1].toExponential(3)} MAC/s` },
    xAxis: { type: "log", min: low, max: high, name: "multiply-accumulates a bit moved", nameLocation: "middle", nameGap: 26, axisLabel: { hideOverlap: true, formatter: short } },
    yAxis: { type: "log", name: "MAC/s", axisLabel: { hideOverlap: true, formatter: short } },
    series: [
      ...line("binary, cells", run.peak.bitMacsPerCycle, run.peak.internalBytesPerCycle, "solid"),
      ...line("binary, bus", run.peak.bitMacsPerCycle, run.peak.busBytesPerCycle, "dashed"),
      ...line("real, cells", run.peak.realMacsPerCycle, run.peak.internalBytesPerCycle, "dotted"),
      dots("layers by bits out of cells", cells, "circle"),
      dots("layers by bits over the bus", bus, "triangle"),
    ],
  };
}

// A table that one can sort: by a column's numbers where it has them, else by its texts.
function sortable(table) {
  table.querySelectorAll("th").forEach((head, column) => {
    head.tabIndex = 0;
    head.setAttribute("role", "button");
    const sort = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("th").forEach(h => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.querySelectorAll("tr")].slice(1);
      const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
      rows.sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        const order = x !== "" && y !== "" && !isNaN(x) && !isNaN(y) ? x - y : x.localeCompare(y);
        return down ? -order : order;
      });
      rows.forEach(row => row.parentNode.append(row));
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", e => { if (e.key === "Enter") { sort(); } });
  });
}

document.querySelectorAll("table.sortable").forEach(sortable);
