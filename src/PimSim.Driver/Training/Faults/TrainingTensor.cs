namespace PimSim.Driver;

/// <summary>What the cells of a domain hold in a training.</summary>
public enum TrainingTensor
{
    /// <summary>
    /// Weights of a block, a column each as <see cref="ParameterColumn"/> has them: channels x elements; of a binary block as many elements as fill lanes.
    /// </summary>
    Weights,

    /// <summary>Batch norm, columns of <see cref="NormColumn"/>: channels.</summary>
    Norm,

    /// <summary>Numbers that all lanes hold alike, columns of <see cref="ScalarColumn"/>: units x lanes.</summary>
    Scalars,

    /// <summary>Factor over deviation of standardized weights: channels x lanes.</summary>
    Deviations,

    /// <summary>Signs of weights as the forward pass takes them: channels x elements, -1 or 1.</summary>
    Signs,

    /// <summary>The same as the backward pass takes them.</summary>
    TransposedSigns,

    /// <summary>Pooled results of a block of images: images x windows x channels.</summary>
    Results,

    /// <summary>Their gradients.</summary>
    Gradients,

    /// <summary>Which position of its window a result is.</summary>
    Places,

    /// <summary>Gradients of one position of each window, the column.</summary>
    Positions,

    /// <summary>Weights of the fully connected layer, columns of <see cref="ParameterColumn"/>: outputs x inputs.</summary>
    DenseWeights,

    /// <summary>Its bias: outputs.</summary>
    DenseBias,

    /// <summary>Its weights as the backward pass takes them.</summary>
    DenseTransposed,

    /// <summary>Gradients of the scores of a block of images: images x outputs.</summary>
    ScoreGradients,
}
