using PimSim.Core;

namespace PimSim.Models;

/// <summary>Loads device models: <c>pimsim-device/1</c> files over <c>pimsim-standard/1</c> files (docs/device-models.md).</summary>
public static class DeviceModelLoader
{
    /// <summary>Loads a model.</summary>
    /// <param name="nameOrPath">A name that ships (<see cref="DeviceCatalog"/>), or a path: it has a separator or ends in .yaml.</param>
    /// <param name="overrides">Texts <c>path.to.parameter=value</c>.</param>
    /// <exception cref="UserErrorException">All faults of the file, its standards and the overrides.</exception>
    public static DeviceModel Load(string nameOrPath, IReadOnlyList<string> overrides)
    {
        DiagnosticBag diagnostics = new();
        DeviceModel? model = TryLoad(nameOrPath, overrides, diagnostics);
        diagnostics.ThrowIfErrors();
        return model ?? throw new InternalErrorException($"model '{nameOrPath}' was refused without a reason");
    }

    /// <summary>
    /// All faults and warnings of a device's file (its standards included), in order; none for a sound one. A standard's
    /// file is read as such; what depends on a device's numbers shows only with a device that uses it.
    /// </summary>
    public static IReadOnlyList<Diagnostic> Validate(string path)
    {
        DiagnosticBag diagnostics = new();
        YamlMapping? mapping = IsPath(path) ? StrictYaml.Load(path, diagnostics) : null;
        if (mapping?.Find("format") is YamlScalar { Text: StandardReader.Format })
        {
            StandardReader.Read(mapping, Path.GetFileNameWithoutExtension(path), new YamlContext(path, diagnostics, Overrides: null));
            return diagnostics.Sorted();
        }

        // The loader reads the file again and finds the faults of its YAML, too: they must not hide the others.
        DiagnosticBag all = new();
        DeviceModel? model = TryLoad(path, [], all);
        foreach (Diagnostic doubt in all.HasErrors || model is null ? [] : model.Doubts)
        {
            all.Add(doubt);
        }

        return all.Sorted();
    }

    private static bool IsPath(string nameOrPath) =>
        nameOrPath.Contains('/') || nameOrPath.Contains('\\') || nameOrPath.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);

    private static DeviceModel? TryLoad(string nameOrPath, IReadOnlyList<string> overrideTexts, DiagnosticBag diagnostics)
    {
        bool isPath = IsPath(nameOrPath);
        string file = isPath ? nameOrPath : DeviceCatalog.DeviceFile(nameOrPath);
        if (!isPath && DeviceCatalog.Read(file) is null)
        {
            diagnostics.Add(new Diagnostic(
                "PIM0120", $"there is no device model '{nameOrPath}'", Remedy: NearestName.Remedy(nameOrPath, [.. DeviceCatalog.Names])));
            return null;
        }

        YamlMapping? mapping = isPath ? StrictYaml.Load(file, diagnostics) : StrictYaml.Parse(DeviceCatalog.Read(file)!, file, diagnostics);
        if (mapping is null)
        {
            return null;
        }

        YamlOverrides overrides = new(overrideTexts, diagnostics);
        YamlMapReader top = new(mapping, "", new YamlContext(file, diagnostics, overrides));
        if (!top.Format(DeviceReader.Format))
        {
            return null;
        }

        string? folder = isPath ? Path.GetDirectoryName(Path.GetFullPath(nameOrPath)) : null;
        StandardFile? memory = ReadStandard(top.Scalar("standard"), folder, processing: false, top.Context);
        YamlScalar? processingName = top.Scalar("processing", required: false);
        StandardFile? processing = processingName is null ? null : ReadStandard(processingName, folder, processing: true, top.Context);
        if (memory is null || (processingName is not null && processing is null))
        {
            // Without its standards nothing else in the file can be judged.
            return null;
        }

        List<StandardFile> standards = processing is null ? [memory] : [memory, processing];
        DeviceFile device = new DeviceReader(top, standards).Read();
        overrides.ReportUnknown(diagnostics);
        return Compile(Path.GetFileNameWithoutExtension(file), device, standards, diagnostics);
    }

    private static StandardFile? ReadStandard(YamlScalar? name, string? folder, bool processing, YamlContext device)
    {
        if (name is null)
        {
            return null;
        }

        DiagnosticBag diagnostics = device.Diagnostics;
        string beside = folder is null ? "" : Path.Combine(folder, "standards", name.Text + ".yaml");
        bool plain = name.Text.Length > 0 && name.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        string file = plain && File.Exists(beside) ? beside : DeviceCatalog.StandardFile(name.Text);
        string? text = file == beside ? null : DeviceCatalog.Read(file);
        if (!plain || (file != beside && text is null))
        {
            string code = processing ? "PIM0122" : "PIM0121";
            device.Report(code, $"there is no standard '{name.Text}'", name, NearestName.Remedy(name.Text, [.. DeviceCatalog.Standards]));
            return null;
        }

        YamlMapping? mapping = text is null ? StrictYaml.Load(file, diagnostics) : StrictYaml.Parse(text, file, diagnostics);
        if (mapping is null)
        {
            return null;
        }

        YamlContext context = new(file, diagnostics, Overrides: null);
        if (!new YamlMapReader(mapping, "", context).Format(StandardReader.Format))
        {
            return null;
        }

        StandardFile standard = StandardReader.Read(mapping, name.Text, context);
        if (standard.IsProcessing != processing)
        {
            string key = processing ? "processing" : "standard";
            device.Report("PIM0127", $"'{name.Text}' cannot be used as '{key}'", name, $"its file says 'kind: {(processing ? "memory" : "processing")}'");
            return null;
        }

        return standard;
    }

    private static DeviceModel Compile(string name, DeviceFile device, IReadOnlyList<StandardFile> standards, DiagnosticBag diagnostics)
    {
        StandardCompiler compiler = new(device, standards);
        MemoryStandard standard = compiler.Compile();
        EnergyModel? energy = device.HasCurrents ? new EnergyCompiler(compiler.Names, standards).Compile() : null;
        int refreshInterval = compiler.RefreshInterval();
        ControllerModel controller = device.Controller with { PerBankRefreshIntervalCycles = compiler.PerBankRefreshInterval() };
        IReadOnlyList<Diagnostic> doubts = diagnostics.HasErrors ? [] : new ParameterConsistency(device).Check();
        int turnaround = (int)(device.HostTurnaroundNs * 1000 / device.ClockPs).Ceiling();
        device = device with { Controller = controller };
        long hostAjPerMac = EnergyCompiler.Attojoules(device.HostPicojoulesPerMac) ?? 0;
        return new DeviceModel
        {
            Name = name,
            Description = device.Description,
            Hash = ModelHash.Compute(ModelHash.Canonical(device, standard, energy, refreshInterval, hostAjPerMac)),
            TimingHash = ModelHash.Compute(ModelHash.CanonicalTiming(device, standard, refreshInterval, turnaround)),
            Standard = standard,
            Organization = device.Organization,
            ClockPs = device.ClockPs.ToDouble(),
            Unit = device.Unit,
            Area = device.Area,
            Energy = energy,
            EnergyAbsentReason = energy is null ? device.NoEnergy : null,
            HostTurnaroundCycles = turnaround,
            HostMacsPerCycle = device.HostMacsPerCycle,
            HostAjPerMac = hostAjPerMac,
            HostCacheBytes = device.HostCacheBytes,
            RefreshIntervalCycles = refreshInterval,
            Controller = controller,
            ImagesPerGroup = device.ImagesPerGroup,
            PixelShards = device.PixelShards,
            FirstRow = device.FirstRow,
            FirstLayerOnHost = device.FirstLayerOnHost,
            Faults = device.Faults,
            Numbers = device.Numbers,
            Warnings = diagnostics.Warnings(),
            FoundDoubts = new Lazy<IReadOnlyList<Diagnostic>>(() => [.. doubts, .. new RowConsistency(standard, standards).Check()]),
        };
    }
}
