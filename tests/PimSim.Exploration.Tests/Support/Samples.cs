namespace PimSim.Exploration.Tests;

/// <summary>Results that no device gave.</summary>
internal static class Samples
{
    public static PointResult Result(double seconds, double picojoules) => new()
    {
        Figures = new PointFigures
        {
            DeviceHash = "d",
            NetworkHash = "n",
            Images = 2,
            Cycles = 10,
            TimeSeconds = seconds,
            FirstImageCycles = 5,
            FirstImageSeconds = seconds / 2,
            ImagesPerSecond = 2 / seconds,
            PhaseCycles = [1, 2, 3, 4, 0, 0, 0, 0],
            EnergyPj = picojoules,
            EnergyByPartPj = [picojoules, 0, 0, 0, 0, 0, 0, 0, 0],
            BitMacs = 1,
            RealMacs = 2,
            ColumnReads = 3,
            BusBytes = 4,
            PeakCycles = 5,
            Layers = [new PointLayer("conv, \"1\"", "xnor", 10, picojoules, 1, 2, 3, 4, 5)],
        },
    };
}
