using PimSim.Device;
using PimSim.Driver;

namespace PimSim.Exploration;

/// <summary>Cycles and commands of a run, of its upload where that was asked for, and its layers: all but energies.</summary>
internal sealed record TimedPoint(ProgramRun Run, int PixelShards, IReadOnlyList<LayerReport> Layers, ProgramRun? Upload, long? UploadBytes);
