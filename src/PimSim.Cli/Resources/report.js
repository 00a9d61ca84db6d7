"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
let charts = [];

function show(id, option, height) {
  const box = document.getElementById(id);
  if (height) {
    box.style.height = `${height}px`;
  }
  const chart = echarts.init(box, dark.matches ? "dark" : null, { renderer: "svg" });
  chart.setOption({ backgroundColor: "transparent", animation: false, aria: { enabled: true }, ...option });
  charts.push(chart);
}

function hide(id) {
  document.getElementById(id).style.display = "none";
}

function start(draw) {
  const redraw = () => {
    charts.forEach(c => c.dispose());
    charts = [];
    draw();
  };
  redraw();
  dark.addEventListener("change", redraw);
  addEventListener("resize", () => charts.forEach(c => c.resize()));
}
