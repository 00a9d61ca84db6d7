using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>The HBM-PIM device, whole and small.</summary>
internal static class KernelModels
{
    public static DeviceModel Published { get; } = Load();

    /// <summary>One channel of it: two pseudo-channels, 16 units.</summary>
    public static DeviceModel Small(params string[] overrides) => Load(["organization.channels=1", .. overrides]);

    public static DeviceModel Load(params string[] overrides) => DeviceModelLoader.Load("hbm2-pim-fp16", overrides);

    public static KernelShape Shape(KernelKind kind, int outputs, int inputs, int batch = 1) =>
        kind == KernelKind.Gemv ? KernelShape.Gemv(outputs, inputs, batch) : KernelShape.Elementwise(kind, outputs, batch);
}
