namespace GwSmm.Encoders;

/// <summary>How much the responses of each class count in the training loss.</summary>
public enum ClassWeighting
{
    /// <summary>Every response counts the same.</summary>
    None,

    /// <summary>Every class counts the same: a response counts responses / (classes * responses of its class), which is 1 on average (King and Zeng, 2001).</summary>
    Balanced,

    /// <summary>As <see cref="TrainingOptions.ClassWeights"/> says.</summary>
    Given,
}
