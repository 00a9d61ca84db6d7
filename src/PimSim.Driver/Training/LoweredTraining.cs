using PimSim.Device;

namespace PimSim.Driver;

/// <summary>A part of training as programs.</summary>
/// <param name="Programs">By domain, equal ones the same object; domains without part have an empty one.</param>
/// <param name="HostWork">Multiply-adds of the host by layer of the programs.</param>
internal sealed record LoweredTraining(PimProgram[] Programs, IReadOnlyList<(int Layer, long Macs)> HostWork);
