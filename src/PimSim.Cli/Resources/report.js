"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
let charts = [];

function show(id, option, height) {
  const box = document.getElementById(id);
  box.style.display = "";
  if (height) {
    box.style.height = `${height}px`;
  }
  const chart = echarts.init(box, dark.matches ? "dark" : null, { renderer: "svg" });
  chart.setOption({ backgroundColor: "transparent", animation: false, aria: { enabled: true }, ...option });
  charts.push(chart);
  return chart;
}

function hide(id) {
  document.getElementById(id).style.display = "none";
}

let restart;

function start(draw) {
  restart = () => {
    charts.forEach(c => c.dispose());
    charts = [];
    draw();
  };
  restart();
  dark.addEventListener("change", restart);
  addEventListener("resize", () => charts.forEach(c => c.resize()));
}
