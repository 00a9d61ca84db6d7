namespace PimSim.Models.Tests;

/// <summary>A device with a standard and a processing file of its own, in a folder that goes away; each text can be changed.</summary>
internal sealed class TinyModel : IDisposable
{
    public const string Device = """
        format: pimsim-device/1
        description: tiny
        standard: tiny
        processing: tiny-pim
        clock: {value: 2, unit: ns, source: test}
        organization:
          source: test
          channels: 1
          pseudoChannels: 1
          ranks: 1
          chips: 2
          bankGroups: 1
          banksPerGroup: 4
          rows: 16
          columns: 32
          busBits: 16
          burstLength: 4
        timing:
          source: test
          RC: {value: 21, unit: ns, source: other}
          CL: 3
          REFI: 100
        currents:
          source: test
          VDD: 1.5
          IDD0: 40
          IDD3N: 10
        energy:
          source: test
          XNOR: 5
        unit:
          source: test
          banksPerUnit: 2
          laneBits: 32
          inputRegisters: 4
          accumulators: 8
          accumulatorBits: 16
          overflow: error
          thresholdEntries: 8
          simdFormat: fp32
          vectorRegisters: 2
          instructionEntries: 0
        refresh:
          policy: all-bank
        host:
          source: test
          turnaroundNs: 3
          macsPerCycle: 2
          picojoulesPerMac: 0.5
        placement:
          source: test
          first: simd
        """;

    public const string Standard = """
        format: pimsim-standard/1
        kind: memory
        description: tiny standard
        source: test
        levels: [channel, rank, bank-group, bank]
        domain: rank
        rounding: up
        refreshInterval: REFI
        parameters:
          timing:
            RC: row cycle
            CL: {about: read latency}
            REFI: refresh interval
            EXTRA: {about: more, default: 1, source: estimate}
          currents:
            VDD: {about: supply, unit: V}
            IDD0: activate
            IDD3N: standby
        derived:
          BL: BURST / 2
        derivedEnergy:
          E_ACT: (IDD0 - IDD3N) * VDD * TCK * RC * CHIPS
        standby:
          precharged: IDD3N * VDD * TCK
          active: IDD3N * VDD * TCK * 2
        buses:
          command: {level: channel, also: [row]}
        sets:
          BOTH: [ACT, REFab]
        commands:
          ACT: {scope: bank, effects: [opens], mode: single-bank, phase: load, bus: command, busCycles: 1 + EXTRA, energy: {activate: E_ACT}}
          REFab: {scope: domain, effects: [refreshes], mode: any, phase: refresh, bus: row, energy: {refresh: 0.0000015}}
        constraints:
          - {name: RC, level: bank, from: ACT, to: ACT, latency: RC + EXTRA}
          - {name: REF, level: rank, from: BOTH, to: REFab, latency: RC / 2}
          - {name: REFI, level: rank, from: REFab, to: REFab, latency: REFI * 2, max: true}
        """;

    public const string Processing = """
        format: pimsim-standard/1
        kind: processing
        description: tiny units
        source: test
        parameters:
          energy:
            XNOR: {about: one bit, unit: fJ}
        commands:
          PIM_XNOR_ACC: {scope: domain, effects: [computes], mode: all-bank, phase: compute, bus: row, dataEnd: CL + BL, operation: xnor-accumulate, energy: {xnor: 2 + n * XNOR / 1000}}
        constraints:
          - {name: XNOR, level: domain, from: [PIM_XNOR_ACC, "REFsb?"], to: [PIM_XNOR_ACC, ACT], latency: "max(CL, n)"}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("pimsim-model-").FullName;

    public TinyModel(string device = Device, string standard = Standard, string processing = Processing)
    {
        Directory.CreateDirectory(Path.Combine(folder, "standards"));
        File.WriteAllText(DevicePath, device);
        File.WriteAllText(StandardPath, standard);
        File.WriteAllText(ProcessingPath, processing);
    }

    public string DevicePath => Path.Combine(folder, "device.yaml");

    public string StandardPath => Path.Combine(folder, "standards", "tiny.yaml");

    public string ProcessingPath => Path.Combine(folder, "standards", "tiny-pim.yaml");

    public DeviceModel Load(params string[] overrides) => DeviceModelLoader.Load(DevicePath, overrides);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
