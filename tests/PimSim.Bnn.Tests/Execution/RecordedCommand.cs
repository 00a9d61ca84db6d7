using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>A command as a sink sees it.</summary>
internal sealed record RecordedCommand(TimedCommand Command, byte[] Input, byte[] Output);
